/** Estimators and models as Spark ML has them. */
@NullMarked
package io.elbo4j.spark.ml;

import org.jspecify.annotations.NullMarked;
