package io.elbo4j.spark.ml;

import java.util.Arrays;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Params of the training of a sparse network.
 *
 * @param <T> the estimator that has them
 */
public interface NetworkParams<T> extends TrainingParams<T> {

    /** Sizes of the hidden layers. */
    default IntArrayParam hiddenLayers() {
        return new IntArrayParam(
                this,
                "hiddenLayers",
                "sizes of the hidden layers (each >= 1), with rectified linear units; none: a linear model",
                Validators.of((int[] sizes) -> Arrays.stream(sizes).allMatch(size -> size >= 1)));
    }

    /** Active weights / all weights. */
    default DoubleParam density() {
        return new DoubleParam(
                this,
                "density",
                "active weights / all weights, in (0, 1]; the others are exactly 0",
                ParamValidators.inRange(0, 1, false, true));
    }

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

    /** Value of {@link #hiddenLayers}. */
    default int[] getHiddenLayers() {
        return getOrDefault(hiddenLayers()).clone();
    }

    /** Sets {@link #hiddenLayers}; default one layer of 100. */
    default T setHiddenLayers(int[] value) {
        return Values.set(this, hiddenLayers(), value.clone());
    }

    /** Value of {@link #density}. */
    default double getDensity() {
        return Values.real(this, density());
    }

    /** Sets {@link #density}; default {@code model.density} of the reference. */
    default T setDensity(double value) {
        return Values.set(this, density(), value);
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
