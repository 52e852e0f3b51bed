package io.elbo4j.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Params of a training by minibatches.
 *
 * @param <T> the estimator that has them
 */
public interface MinibatchParams<T> extends TrainingParams<T> {

    /** Passes over the rows. */
    default DoubleParam epochs() {
        return new DoubleParam(this, "epochs", "passes over the training rows (> 0)", ParamValidators.gt(0));
    }

    /** Rows a shard and step. */
    default IntParam batchSize() {
        return new IntParam(this, "batchSize", "rows a shard and step (>= 1)", ParamValidators.gtEq(1));
    }

    /** The peak. */
    default DoubleParam learningRate() {
        return new DoubleParam(
                this,
                "learningRate",
                "peak of the learning rate (> 0), then a half cosine to 0",
                ParamValidators.gt(0));
    }

    /** Value of {@link #epochs}. */
    default double getEpochs() {
        return Values.real(this, epochs());
    }

    /** Sets {@link #epochs}; default {@code train.epochs} of the reference. */
    default T setEpochs(double value) {
        return Values.set(this, epochs(), value);
    }

    /** Value of {@link #batchSize}. */
    default int getBatchSize() {
        return Values.whole(this, batchSize());
    }

    /** Sets {@link #batchSize}; default {@code train.batch} of the reference. */
    default T setBatchSize(int value) {
        return Values.set(this, batchSize(), value);
    }

    /** Value of {@link #learningRate}. */
    default double getLearningRate() {
        return Values.real(this, learningRate());
    }

    /** Sets {@link #learningRate}; default {@code train.learningRate} of the reference. */
    default T setLearningRate(double value) {
        return Values.set(this, learningRate(), value);
    }
}
