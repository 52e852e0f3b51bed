package io.elbo4j.spark.ml;

import java.util.Arrays;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Params of the training of a sparse network.
 *
 * @param <T> the estimator that has them
 */
public interface NetworkParams<T> extends MinibatchParams<T> {

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
}
