package io.elbo4j.models.vae;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Layers;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The guide: z is normal, with mean and log sd a network of the pixels. */
public record Encoder(VaeSpec spec) implements Program {

    @Override
    @Equation(paper = "arXiv:1312.6114v11", number = "q(z given x)")
    public void run(Trace trace) {
        trace.rows(row -> {
            SDVariable hidden = Layers.relu(row, "encoder.hidden", row.features(), spec.pixels(), spec.hidden());
            row.sample(
                    "z",
                    new Normal(
                            Layers.linear(row, "encoder.mean", hidden, spec.hidden(), spec.latents()),
                            Layers.linear(row, "encoder.logSd", hidden, spec.hidden(), spec.latents())));
        });
    }
}
