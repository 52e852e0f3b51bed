package io.elbo4j.models.protocl;

import io.elbo4j.math.Sums;
import java.io.Serializable;

/**
 * What a shard sends.
 *
 * @param sums of its rows
 * @param sample of its rows, in the last round
 */
public record Contribution(Sums sums, Memory sample) implements Serializable {

    /** Of no rows. */
    static final Contribution NONE = new Contribution(Sums.NONE, Memory.NONE);

    /** Both together. */
    Contribution plus(Contribution other) {
        return new Contribution(sums.plus(other.sums), sample.with(other.sample));
    }
}
