/**
 * Layers whose cost follows their active weights: the only package that touches the Vector API.
 *
 * <p>Activations are feature-major with the batch innermost: number b of feature f lies at {@code f · lanes + b}, where
 * lanes is the batch rounded up to a whole number of vectors. A weight is then one multiplication of a stream of the batch,
 * and it makes no difference to the machine whether its neighbours are active. Sums over the batch are taken vector by
 * vector, so their last bits depend on the width of the processor's vectors.
 */
@NullMarked
package io.elbo4j.kernel;

import org.jspecify.annotations.NullMarked;
