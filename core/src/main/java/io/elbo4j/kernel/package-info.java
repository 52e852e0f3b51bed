/**
 * Layers whose cost follows their active weights: the only package that touches the Vector API. It knows no
 * other package, so that all may use it.
 *
 * <p>Activations are feature-major with the batch innermost: number b of feature f lies at {@code f · lanes + b}, where
 * lanes is the batch rounded up to a whole number of vectors. A weight is then one multiplication of a stream of the batch,
 * and it makes no difference to the machine whether its neighbours are active.
 *
 * <p>Every function has one order of operations, for vectors of any length and for plain loops, so that executors with different
 * processors give the same bits. Whatever is written for speed is held to the plain loops bit by bit in tests.
 */
@NullMarked
package io.elbo4j.kernel;

import org.jspecify.annotations.NullMarked;
