/**
 * Natural-parameter sites: factors of a posterior that are added, taken away, scaled, and put in place of each other.
 *
 * <p>The product of Gaussian factors is the sum of their natural parameters h = Λm (precision × mean) and Λ (precision); a
 * quotient is a difference, a power a multiple. So partitioned variational inference, streaming updates and committee machines
 * all merge by one commutative sum. A site alone need not be a distribution: its precision may be negative. What is drawn from
 * or handed on as a posterior must be one, and is refused, never clamped, when it is not: a clamped precision moves the fixed
 * point without a word.
 *
 * <p>Shapes: D parameters, A of them in the support of a diagonal site.
 */
@NullMarked
package io.elbo4j.site;

import org.jspecify.annotations.NullMarked;
