package io.elbo4j.algorithm;

import io.elbo4j.codec.Codec;
import java.io.Serializable;

/**
 * An algorithm as a value.
 *
 * @param name of the model, as in the configuration
 * @param step what each shard does
 * @param merge how the coordinator puts the contributions together
 * @param state how the state is stored and sent
 * @param contribution how a contribution is sent
 */
public record Algorithm<S, U>(
        String name, LocalStep<S, U> step, Merge<S, U> merge, Codec<S> state, Codec<U> contribution)
        implements Serializable {}
