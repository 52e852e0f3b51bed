/**
 * ND4J's SameDiff as {@link io.elbo4j.nn} and {@link io.elbo4j.program} use it: memory, threads and silence of a graph, and what its vocabulary
 * lacks. Version 1.0.0-M2.1 has no derivative of lgamma, digamma, factorisations and solves, a wrong one of {@code
 * matrixInverse}, and none of second order.
 *
 * <ul>
 *   <li>{@link io.elbo4j.samediff.RepeatedPass}: a pass through a graph without the session's bookkeeping, from the second one on.
 *   <li>{@link io.elbo4j.samediff.Detached}: numbers without a derivative, and numbers whose derivative is given.
 *   <li>{@link io.elbo4j.samediff.SpecialFunctions}: lgamma and digamma by recurrence and series, which differentiate by
 *       themselves.
 * </ul>
 */
@NullMarked
package io.elbo4j.samediff;

import org.jspecify.annotations.NullMarked;
