/**
 * The shape of every algorithm: a pure local step, a merge, and a runner that repeats them.
 *
 * <p>S is the state between rounds (it holds a posterior), U what one shard sends to the coordinator.
 */
@NullMarked
package io.elbo4j.algorithm;

import org.jspecify.annotations.NullMarked;
