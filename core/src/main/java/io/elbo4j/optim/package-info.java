/** First-order optimisers and schedules as values; their state passes in and out. */
@NullMarked
package io.elbo4j.optim;

import org.jspecify.annotations.NullMarked;
