/**
 * Predictions where no Spark and no native library is: a model is read once, then scores rows.
 *
 * <p>{@link io.elbo4j.serve.Scorer} is for programs, {@link io.elbo4j.serve.ScoreFile} the command of {@code elbo4j-scorer.jar}.
 */
@NullMarked
package io.elbo4j.serve;

import org.jspecify.annotations.NullMarked;
