package io.elbo4j.models.vae;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Layers;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.StandardNormal;
import org.nd4j.autodiff.samediff.SDVariable;

/** The model: z ~ N(0, 1), and pixels whose logits are a network of z. */
public record Decoder(VaeSpec spec) implements Program {

    @Override
    @Equation(paper = "arXiv:1312.6114v11", number = "p(x given z) p(z)")
    public void run(Trace trace) {
        trace.rows(row -> {
            SDVariable z = row.sample("z", new StandardNormal(spec.latents()));
            SDVariable hidden = Layers.relu(row, "decoder.hidden", z, spec.latents(), spec.hidden());
            SDVariable logits = Layers.linear(row, "decoder.pixels", hidden, spec.hidden(), spec.pixels());
            row.observe("pixels", new Bernoulli(logits), row.features());
        });
    }
}
