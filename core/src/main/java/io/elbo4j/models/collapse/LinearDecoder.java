package io.elbo4j.models.collapse;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.StandardNormal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The model: z ~ N(0, 1), and outputs linear in z and the condition, with noise. */
public record LinearDecoder(CvaeSpec spec) implements Program {

    /** The parameter whose singular values at the optimum {@link LinearOptimum} knows, {@code [latents, outputs]}. */
    public static final String LATENT = "decoder.latent";

    @Override
    @Equation(paper = "arXiv:2306.05023", number = "linear CVAE, p(y given z, x) p(z)")
    public void run(Trace trace) {
        trace.rows(row -> {
            CvaeRow cvae = new CvaeRow(row, spec);
            SDVariable z = row.sample("z", new StandardNormal(spec.latents()));
            cvae.observe(cvae.linearMean(z));
        });
    }
}
