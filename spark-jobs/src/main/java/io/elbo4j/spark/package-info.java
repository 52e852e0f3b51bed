/** Spark at the edge. */
@NullMarked
package io.elbo4j.spark;

import org.jspecify.annotations.NullMarked;
