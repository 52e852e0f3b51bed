package io.elbo4j.models.collapse;

import io.elbo4j.program.Layers;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * {@link LinearEncoder} with a network of one hidden layer in place of the matrix, and variances that depend on the row.
 *
 * @param hidden rectified units
 */
public record NetworkEncoder(CvaeSpec spec, int hidden) implements Program {

    @Override
    public void run(Trace trace) {
        trace.rows(row -> {
            SDVariable units = Layers.relu(row, "encoder.hidden", row.features(), spec.width(), hidden);
            row.sample(
                    "z",
                    new Normal(
                            Layers.linear(row, "encoder.mean", units, hidden, spec.latents()),
                            Layers.linear(row, "encoder.logSd", units, hidden, spec.latents())));
        });
    }
}
