/** What a training would take on other machines: constants measured with its own rounds, a formula without a clock, and the curve to a thousand executors. */
@NullMarked
package io.elbo4j.spark.scaling;

import org.jspecify.annotations.NullMarked;
