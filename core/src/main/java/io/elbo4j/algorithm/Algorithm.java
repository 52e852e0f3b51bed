package io.elbo4j.algorithm;

import java.io.Serializable;

/**
 * An algorithm as a value.
 *
 * @param name of the model, as in the configuration
 * @param step what each shard does
 * @param merge how the coordinator puts the contributions together
 */
public record Algorithm<S, U>(String name, LocalStep<S, U> step, Merge<S, U> merge) implements Serializable {}
