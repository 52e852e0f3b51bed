/**
 * Estimators and models of Spark ML around the trainings of {@code run}. Names, setters and getters follow Spark ML, so that
 * they look like its own. A Param is made when it is asked for: Spark ML compares Params by owner and name.
 */
@NullMarked
package io.elbo4j.spark.ml;

import org.jspecify.annotations.NullMarked;
