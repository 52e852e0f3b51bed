/**
 * What is maximised, as values. All in nats and for the whole data set: the number of rows N comes from the data, and no
 * free "KL weight" exists.
 */
@NullMarked
package io.elbo4j.objective;

import org.jspecify.annotations.NullMarked;
