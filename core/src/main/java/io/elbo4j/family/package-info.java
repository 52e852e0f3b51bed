/**
 * Families of posteriors: how a belief draws θ, its log density, its divergence from a prior, and the chain rule from θ to its own coordinates.
 *
 * <p>Shapes: D parameters, A active (not exactly zero) parameters.
 */
@NullMarked
package io.elbo4j.family;

import org.jspecify.annotations.NullMarked;
