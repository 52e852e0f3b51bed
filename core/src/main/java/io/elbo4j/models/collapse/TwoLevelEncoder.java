package io.elbo4j.models.collapse;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The guide: z₁ normal around a linear map of the row, z₂ normal around a linear map of z₁. */
public record TwoLevelEncoder(TwoLevelSpec spec) implements Program {

    @Override
    @Equation(paper = "arXiv:2306.05023", number = "linear two-level VAE, q(z1 given x) q(z2 given z1)")
    public void run(Trace trace) {
        trace.rows(row -> {
            TwoLevelRow levels = new TwoLevelRow(row, spec);
            SDVariable first =
                    row.sample(TwoLevelDecoder.FIRST_LATENTS, new Normal(levels.firstMean(), levels.firstLogSd()));
            row.sample(
                    TwoLevelDecoder.SECOND_LATENTS,
                    new Normal(first.mmul(levels.secondEncoder()), levels.secondLogSd()));
        });
    }
}
