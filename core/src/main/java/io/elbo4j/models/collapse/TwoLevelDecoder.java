package io.elbo4j.models.collapse;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.StandardNormal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The model: z₂ ~ N(0, 1), z₁ linear in z₂ and outputs linear in z₁, with the same noise. */
public record TwoLevelDecoder(TwoLevelSpec spec) implements Program {

    /** Address of the first latents. */
    public static final String FIRST_LATENTS = "z1";

    /** Address of the second latents. */
    public static final String SECOND_LATENTS = "z2";

    /** The parameter whose singular values at the optimum {@link LinearOptimum} knows, {@code [second, first]}. */
    public static final String SECOND = "decoder.second";

    @Override
    @Equation(paper = "arXiv:2306.05023", number = "linear two-level VAE, p(x given z1) p(z1 given z2) p(z2)")
    public void run(Trace trace) {
        trace.rows(row -> {
            TwoLevelRow levels = new TwoLevelRow(row, spec);
            SDVariable logSd = row.constant(spec.noiseLogSd());
            SDVariable second = row.sample(SECOND_LATENTS, new StandardNormal(spec.second()));
            SDVariable first = row.sample(FIRST_LATENTS, new Normal(second.mmul(levels.secondMatrix()), logSd));
            row.observe("output", new Normal(first.mmul(levels.firstMatrix()), logSd), row.features());
        });
    }
}
