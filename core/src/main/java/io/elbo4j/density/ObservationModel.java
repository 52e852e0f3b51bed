package io.elbo4j.density;

import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * The distribution of one target given the K outputs of a network for its row. {@code out} arguments hold many rows;
 * {@code at} is the offset of the row in question, {@code row × K}.
 */
public sealed interface ObservationModel extends Serializable
        permits Categorical, Bernoulli, Poisson, GaussianFixedNoise, GaussianLearnedNoise, GaussianInputNoise {

    /** K: how many outputs the network must have. */
    int outputs();

    /**
     * log p(target given outputs), in nats, with all its constants.
     *
     * @param shared the observation model's own parameter where it has one ({@link #sharedParameter}); else ignored
     */
    double logLik(float[] out, int at, float target, double shared);

    /**
     * Another target that could have stood here, drawn from this distribution.
     *
     * @param target that stands here; where classes come in groups, it tells the group
     * @param shared the observation model's own parameter where it has one
     */
    float drawn(float[] out, int at, float target, double shared, Key key);

    /** Name of a parameter that the observation model itself learns, or an empty string. */
    default String sharedParameter() {
        return "";
    }

    /**
     * Whether a target can occur at all.
     *
     * @return an empty string, or what a legal target is
     */
    String targetError(float target);
}
