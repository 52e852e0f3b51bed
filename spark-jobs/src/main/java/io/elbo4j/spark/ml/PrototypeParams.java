package io.elbo4j.spark.ml;

import java.util.Arrays;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Params of the training of prototypes.
 *
 * @param <T> the estimator that has them
 */
public interface PrototypeParams<T> extends MinibatchParams<T> {

    /** Sizes of the layers before the prototypes. */
    default IntArrayParam encoderLayers() {
        return new IntArrayParam(
                this,
                "encoderLayers",
                "sizes of the encoder's layers (each >= 1), with rectified linear units between them; the last is the"
                        + " space of the prototypes",
                Validators.of((int[] sizes) ->
                        sizes.length > 0 && Arrays.stream(sizes).allMatch(size -> size >= 1)));
    }

    /** Of each coordinate of a prototype, around 0. */
    @Override
    default DoubleParam priorVariance() {
        return new DoubleParam(
                this,
                "priorVariance",
                "variance of each coordinate of a prototype under the prior (> 0)",
                ParamValidators.gt(0));
    }

    /** Rows kept. */
    default IntParam memory() {
        return new IntParam(
                this,
                "memory",
                "training rows that the model keeps (>= 0), over all classes, for a fit that goes on from it",
                ParamValidators.gtEq(0));
    }

    /** Of a row around its prototype. */
    default DoubleParam noiseVariance() {
        return new DoubleParam(
                this,
                "noiseVariance",
                "variance of a row around the prototype of its class (> 0), in the squared unit of the encoder's outputs",
                ParamValidators.gt(0));
    }

    /** Value of {@link #encoderLayers}. */
    default int[] getEncoderLayers() {
        return getOrDefault(encoderLayers()).clone();
    }

    /** Sets {@link #encoderLayers}; default 100 and 32. */
    default T setEncoderLayers(int[] value) {
        return Values.set(this, encoderLayers(), value.clone());
    }

    /** Value of {@link #memory}. */
    default int getMemory() {
        return Values.whole(this, memory());
    }

    /** Sets {@link #memory}; default {@code protocl.memory} of the reference. */
    default T setMemory(int value) {
        return Values.set(this, memory(), value);
    }

    /** Value of {@link #noiseVariance}. */
    default double getNoiseVariance() {
        return Values.real(this, noiseVariance());
    }

    /** Sets {@link #noiseVariance}; default {@code protocl.noiseVariance} of the reference. */
    default T setNoiseVariance(double value) {
        return Values.set(this, noiseVariance(), value);
    }
}
