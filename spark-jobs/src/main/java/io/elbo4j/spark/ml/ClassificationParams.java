package io.elbo4j.spark.ml;

import org.apache.spark.ml.param.Param;

/**
 * Params of predictions of classes.
 *
 * @param <T> the estimator or model that has them
 */
public interface ClassificationParams<T> extends PredictionParams<T> {

    /** Column of the classes' probabilities. */
    default Param<String> probabilityCol() {
        return new Param<>(this, "probabilityCol", "column of the classes' predictive probabilities");
    }

    /** Column of their logarithms. */
    default Param<String> rawPredictionCol() {
        return new Param<>(this, "rawPredictionCol", "column of the logarithms of these probabilities, in nats");
    }

    /** Column of all the uncertainty there is. */
    default Param<String> predictiveEntropyCol() {
        return new Param<>(this, "predictiveEntropyCol", "column of the entropy of these probabilities, in nats");
    }

    /** Value of {@link #probabilityCol}. */
    default String getProbabilityCol() {
        return getOrDefault(probabilityCol());
    }

    /** Sets {@link #probabilityCol}; default {@code probability}. */
    default T setProbabilityCol(String value) {
        return Values.set(this, probabilityCol(), value);
    }

    /** Value of {@link #rawPredictionCol}. */
    default String getRawPredictionCol() {
        return getOrDefault(rawPredictionCol());
    }

    /** Sets {@link #rawPredictionCol}; default {@code rawPrediction}. */
    default T setRawPredictionCol(String value) {
        return Values.set(this, rawPredictionCol(), value);
    }

    /** Value of {@link #predictiveEntropyCol}. */
    default String getPredictiveEntropyCol() {
        return getOrDefault(predictiveEntropyCol());
    }

    /** Sets {@link #predictiveEntropyCol}; default {@code predictiveEntropy}. */
    default T setPredictiveEntropyCol(String value) {
        return Values.set(this, predictiveEntropyCol(), value);
    }
}
