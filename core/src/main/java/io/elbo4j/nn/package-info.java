/**
 * Networks on ND4J: the only package that touches it. Specifications in, {@link io.elbo4j.density.Network}s out; no ND4J type leaves.
 */
@NullMarked
package io.elbo4j.nn;

import org.jspecify.annotations.NullMarked;
