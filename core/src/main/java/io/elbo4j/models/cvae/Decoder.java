package io.elbo4j.models.cvae;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Layers;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The model: z is normal around a network of the attributes, and the pixels' logits are a network of z and the attributes. */
public record Decoder(CvaeSpec spec) implements Program {

    @Override
    @Equation(paper = "arXiv:2305.00980", number = "p(x given z, a) p(z given a)")
    public void run(Trace trace) {
        trace.rows(row -> {
            SDVariable attributes = Given.attributes(row, spec);
            SDVariable known = spec.latents() == 0 ? attributes : withLatents(row, attributes);
            SDVariable hidden =
                    Layers.relu(row, "decoder.hidden", known, spec.latents() + spec.attributes(), spec.hidden());
            SDVariable logits = Layers.linear(row, "decoder.pixels", hidden, spec.hidden(), spec.pixels());
            row.observe("pixels", new Bernoulli(logits), Given.pixels(row, spec));
        });
    }

    private SDVariable withLatents(Trace row, SDVariable attributes) {
        SDVariable hidden = Layers.relu(row, "prior.hidden", attributes, spec.attributes(), spec.hidden());
        SDVariable z = row.sample(
                "z",
                new Normal(
                        Layers.linear(row, "prior.mean", hidden, spec.hidden(), spec.latents()),
                        Layers.linear(row, "prior.logSd", hidden, spec.hidden(), spec.latents())));
        return row.graph().concat(1, z, attributes);
    }
}
