package io.elbo4j.models.niwmeta;

import io.elbo4j.math.Key;
import java.io.Serializable;

/** How the rows of an episode become a quadratic. Done once a visit; what it returns is a constant to the outer gradient. */
public sealed interface EpisodeFit extends Serializable permits Sgld, ExactQuadratic, Laplace {

    /**
     * The quadratic.
     *
     * @param prior where the fit starts, and how far it may go
     * @param key of this visit
     */
    Quadratic of(TaskLikelihood task, EpisodeGaussian prior, Key key);

    /** Whether the quadratic is the log likelihood itself, so that expectations need no draws. */
    default boolean exact() {
        return false;
    }

    /** Single precision, as networks take it. */
    static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
