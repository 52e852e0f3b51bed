package io.elbo4j.models.collapse;

import io.elbo4j.program.Layers;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.StandardNormal;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * {@link LinearDecoder} with a network of one hidden layer in place of the matrices.
 *
 * @param hidden rectified units
 */
public record NetworkDecoder(CvaeSpec spec, int hidden) implements Program {

    @Override
    public void run(Trace trace) {
        trace.rows(row -> {
            CvaeRow cvae = new CvaeRow(row, spec);
            SDVariable z = row.sample("z", new StandardNormal(spec.latents()));
            SDVariable inputs = spec.conditions() == 0 ? z : row.graph().concat(1, z, cvae.condition());
            int width = spec.latents() + spec.conditions();
            SDVariable units = Layers.relu(row, "decoder.hidden", inputs, width, hidden);
            cvae.observe(Layers.linear(row, "decoder.output", units, hidden, spec.outputs()));
        });
    }
}
