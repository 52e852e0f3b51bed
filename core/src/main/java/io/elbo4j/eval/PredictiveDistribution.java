package io.elbo4j.eval;

import java.util.List;

/** What a posterior predicts for N rows, each sample of the weights having one vote. */
public sealed interface PredictiveDistribution permits ClassPrediction, ValuePrediction {

    /** N. */
    int rows();

    /** S. */
    int samples();

    /** The true targets {@code [N]}, or an empty array where they are not known. */
    float[] targets();

    /**
     * ln p(target) of each row under the mean over samples, {@code [N]}, in nats.
     *
     * @throws IllegalArgumentException when the targets are not known
     */
    double[] logPredictive();

    /** Whether the targets are known. */
    default boolean labelled() {
        return targets().length == rows();
    }

    /**
     * The prediction for the whole set, from those of its shards in order of their index: row i of shard s of n is row
     * {@code i·n + s} ({@link io.elbo4j.data.Shard}).
     *
     * @throws IllegalArgumentException when the shards are not those of one set, or differ in kind, samples or classes
     */
    static PredictiveDistribution interleaved(List<? extends PredictiveDistribution> byShard) {
        return Interleaving.of(byShard);
    }
}
