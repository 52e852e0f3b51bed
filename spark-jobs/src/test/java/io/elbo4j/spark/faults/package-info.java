/** What can break, broken on purpose. */
@NullMarked
package io.elbo4j.spark.faults;

import org.jspecify.annotations.NullMarked;
