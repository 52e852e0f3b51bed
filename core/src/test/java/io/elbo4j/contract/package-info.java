/**
 * The laws of the core's central types as abstract test classes: extend one, supply the values, and the laws are checked.
 * Published with the core's test-jar, so that other modules check their own implementations.
 */
@NullMarked
package io.elbo4j.contract;

import org.jspecify.annotations.NullMarked;
