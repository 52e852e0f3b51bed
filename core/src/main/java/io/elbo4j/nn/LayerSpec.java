package io.elbo4j.nn;

import java.io.Serializable;

/** One layer as a value. */
public sealed interface LayerSpec extends Serializable {

    /** Weighted sums of all inputs. */
    record Dense(int units) implements LayerSpec {}

    /** Weighted sums of a square window. */
    record Conv2d(int channels, int kernel, int stride, boolean same) implements LayerSpec {}

    /** Largest or mean value of a square window; windows do not reach over the border. */
    record Pool(boolean max, int kernel, int stride) implements LayerSpec {}

    /** One row of numbers from an image. */
    record Flatten() implements LayerSpec {}

    /** An elementwise function. */
    record Activation(Function function) implements LayerSpec {}

    /** Normalisation over the batch (moments of the batch in training, running moments in prediction) for each channel. */
    record BatchNorm() implements LayerSpec {}

    /** Normalisation over the features of each row. */
    record LayerNorm() implements LayerSpec {}

    /** The elementwise functions. */
    enum Function {
        RELU,
        TANH,
        SOFTPLUS,
        GELU
    }
}
