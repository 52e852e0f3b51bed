package io.elbo4j.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * Params of all predictions. An output column with an empty name is left out.
 *
 * @param <T> the estimator or model that has them
 */
public interface PredictionParams<T> extends Params {

    /** Column of the features: a vector, dense or sparse. */
    default Param<String> featuresCol() {
        return new Param<>(this, "featuresCol", "features column name");
    }

    /** Column of the prediction: the most probable class, or the mean. */
    default Param<String> predictionCol() {
        return new Param<>(this, "predictionCol", "prediction column name");
    }

    /** Posterior draws of a prediction. */
    default IntParam samples() {
        return new IntParam(this, "samples", "posterior draws of a prediction (>= 1)", ParamValidators.gtEq(1));
    }

    /** Of all randomness: of the training, and of the draws of a prediction. */
    default LongParam seed() {
        return new LongParam(this, "seed", "random seed of training and posterior draws");
    }

    /** Whether the prediction of one draw is added, for Thompson sampling. */
    default Param<String> posteriorDraw() {
        return new Param<>(
                this,
                "posteriorDraw",
                "whether the prediction of a single posterior draw is added: none; run (one draw for all rows, given by"
                        + " seed); row (each row one of the draws, by seed, partition and place)",
                ParamValidators.<String>inArray(List.of("none", "run", "row")));
    }

    /** Column of that draw's prediction. */
    default Param<String> posteriorDrawCol() {
        return new Param<>(
                this,
                "posteriorDrawCol",
                "column of a single draw's prediction: probabilities of the classes, or the mean");
    }

    /** Value of {@link #featuresCol}. */
    default String getFeaturesCol() {
        return getOrDefault(featuresCol());
    }

    /** Sets {@link #featuresCol}; default {@code features}. */
    default T setFeaturesCol(String value) {
        return Values.set(this, featuresCol(), value);
    }

    /** Value of {@link #predictionCol}. */
    default String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /** Sets {@link #predictionCol}; default {@code prediction}. */
    default T setPredictionCol(String value) {
        return Values.set(this, predictionCol(), value);
    }

    /** Value of {@link #samples}. */
    default int getSamples() {
        return Values.whole(this, samples());
    }

    /** Sets {@link #samples}; default {@code evaluate.samples} of the reference. */
    default T setSamples(int value) {
        return Values.set(this, samples(), value);
    }

    /** Value of {@link #seed}. */
    default long getSeed() {
        return Values.number(this, seed());
    }

    /** Sets {@link #seed}; default {@code seed} of the reference. */
    default T setSeed(long value) {
        return Values.set(this, seed(), value);
    }

    /** Value of {@link #posteriorDraw}. */
    default String getPosteriorDraw() {
        return getOrDefault(posteriorDraw());
    }

    /** Sets {@link #posteriorDraw}; default {@code none}. */
    default T setPosteriorDraw(String value) {
        return Values.set(this, posteriorDraw(), value);
    }

    /** Value of {@link #posteriorDrawCol}. */
    default String getPosteriorDrawCol() {
        return getOrDefault(posteriorDrawCol());
    }

    /** Sets {@link #posteriorDrawCol}; default {@code posteriorDraw}. */
    default T setPosteriorDrawCol(String value) {
        return Values.set(this, posteriorDrawCol(), value);
    }
}
