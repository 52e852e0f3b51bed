package io.elbo4j.spark.ml;

import org.apache.spark.ml.param.Param;

/**
 * Params of predictions of classes that are a mean over posterior draws.
 *
 * @param <T> the estimator or model that has them
 */
public interface DrawnClassificationParams<T> extends ClassificationParams<T>, DrawParams<T> {

    /** Column of its epistemic part. */
    default Param<String> mutualInformationCol() {
        return new Param<>(
                this,
                "mutualInformationCol",
                "column of the mutual information of class and weights, in nats: what the draws disagree about; NaN"
                        + " with a single draw");
    }

    /** Value of {@link #mutualInformationCol}. */
    default String getMutualInformationCol() {
        return getOrDefault(mutualInformationCol());
    }

    /** Sets {@link #mutualInformationCol}; default {@code mutualInformation}. */
    default T setMutualInformationCol(String value) {
        return Values.set(this, mutualInformationCol(), value);
    }
}
