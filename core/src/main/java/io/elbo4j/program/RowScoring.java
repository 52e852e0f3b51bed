package io.elbo4j.program;

import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Key;
import io.elbo4j.samediff.PerThread;
import java.io.Serializable;

/**
 * Looks at rows one by one: for programs all of whose latents belong to a row, as those of an autoencoder do.
 *
 * @param model log p(data, z)
 * @param guide q(z)
 * @param particles S, drawn for each row
 * @param layout of θ
 */
public record RowScoring(Program model, Program guide, int particles, ParameterLayout layout) implements Serializable {

    private static final PerThread<Use, RowSession> SESSIONS = new PerThread<>(4);

    /** What a graph is built for. */
    private record Use(RowScoring scoring, GraphTrace.Rows rows) {}

    /**
     * Of some rows. A row's scores are a function of θ, the row, its number and the key.
     *
     * @throws IllegalArgumentException naming the address of what does not belong to a row
     */
    public RowScores of(float[] theta, Minibatch minibatch, Key key) {
        GraphTrace.Rows rows =
                new GraphTrace.Rows(minibatch.rows(), minibatch.batch().width());
        return SESSIONS.of(new Use(this, rows), use -> new RowSession(this, rows))
                .scores(theta, minibatch, key);
    }
}
