package io.elbo4j.algorithm;

import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * What the coordinator tells every shard.
 *
 * @param index of this round, from 0; continues where a stored model left off
 * @param state the belief at the start of the round
 * @param key of the whole run; fold it with the round, the shard and the step before drawing from it
 */
public record Round<S>(int index, S state, Key key) implements Serializable {}
