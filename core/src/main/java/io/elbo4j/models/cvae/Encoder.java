package io.elbo4j.models.cvae;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Layers;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The guide: z is normal, with mean and log sd a network of the pixels and the attributes. */
public record Encoder(CvaeSpec spec) implements Program {

    @Override
    @Equation(paper = "arXiv:2305.00980", number = "q(z given x, a)")
    public void run(Trace trace) {
        if (spec.latents() == 0) {
            return;
        }
        trace.rows(row -> {
            SDVariable hidden = Layers.relu(
                    row, "encoder.hidden", row.features(), spec.pixels() + spec.attributes(), spec.hidden());
            row.sample(
                    "z",
                    new Normal(
                            Layers.linear(row, "encoder.mean", hidden, spec.hidden(), spec.latents()),
                            Layers.linear(row, "encoder.logSd", hidden, spec.hidden(), spec.latents())));
        });
    }
}
