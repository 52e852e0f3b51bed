/** Running algorithms on Spark: the only broadcasts, the only aggregation, and how a run is put together. */
@NullMarked
package io.elbo4j.spark.run;

import org.jspecify.annotations.NullMarked;
