package io.elbo4j.models.collapse;

import io.elbo4j.objective.Elbo;
import io.elbo4j.paper.Equation;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The bound of {@link LinearDecoder} and {@link LinearEncoder} with the latents integrated out: no draws, so a gradient without noise. It depends on rows
 * through their second moments alone, so that a few rows with the moments of many ({@link GaussianRows}) stand for them.
 *
 * @param beta factor of the divergence
 */
public record ExpectedCvae(CvaeSpec spec, double beta) implements Program {

    /** To be maximised; its parameters are those of the programs. */
    public Inference<Elbo> inference() {
        return new Inference<>(this, new Expectation.NoLatents(), new Elbo(), 1);
    }

    @Override
    @Equation(paper = "arXiv:2306.05023", number = "linear CVAE, expected loss")
    public void run(Trace trace) {
        trace.rows(row -> {
            CvaeRow cvae = new CvaeRow(row, spec);
            SDVariable mean = cvae.encoded();
            SDVariable logSd = cvae.logSd();
            SDVariable spread = Expectation.through(Expectation.variance(logSd), cvae.latentMatrix());
            SDVariable difference = cvae.output().sub(cvae.linearMean(mean));
            row.score("output", Expectation.logNormal(difference, spread, spec.noiseVariance()));
            row.score("z", Expectation.klNats(Expectation.square(mean), logSd).mul(-beta));
        });
    }
}
