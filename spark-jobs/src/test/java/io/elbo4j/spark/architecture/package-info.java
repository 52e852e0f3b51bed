/** Rules of the source that the compiler does not know. */
@NullMarked
package io.elbo4j.spark.architecture;

import org.jspecify.annotations.NullMarked;
