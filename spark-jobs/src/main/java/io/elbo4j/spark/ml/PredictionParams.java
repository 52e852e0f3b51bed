package io.elbo4j.spark.ml;

import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
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

    /** Of all randomness: of the training, and of the draws of a prediction. */
    default LongParam seed() {
        return new LongParam(this, "seed", "random seed of training and posterior draws");
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

    /** Value of {@link #seed}. */
    default long getSeed() {
        return Values.number(this, seed());
    }

    /** Sets {@link #seed}; default {@code seed} of the reference. */
    default T setSeed(long value) {
        return Values.set(this, seed(), value);
    }
}
