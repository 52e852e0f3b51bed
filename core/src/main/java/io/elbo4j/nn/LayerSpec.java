package io.elbo4j.nn;

import java.io.Serializable;
import java.util.Locale;

/** One layer as a value. {@link #parse} and {@link #text} are inverse to each other. */
public sealed interface LayerSpec extends Serializable {

    /**
     * A layer from its line in {@code network.layers}: {@code dense 400}, {@code conv2d 16 kernel=5 stride=1 padding=same},
     * {@code max-pool 2 stride=2}, {@code avg-pool 2}, {@code flatten}, {@code relu}, {@code tanh}, {@code softplus},
     * {@code gelu}, {@code batch-norm}, {@code layer-norm}. By default a convolution has kernel 3, stride 1 and padding
     * {@code valid}; a pool's stride is its kernel.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    static LayerSpec parse(String text) {
        return LayerText.parse(text);
    }

    /** The shortest text that {@link #parse} reads as this layer. */
    String text();

    /** Weighted sums of all inputs. An image is flattened first. */
    record Dense(int units) implements LayerSpec {

        public Dense {
            requirePositive("dense", "units", units);
        }

        @Override
        public String text() {
            return "dense " + units;
        }
    }

    /**
     * Weighted sums of a square window.
     *
     * @param same whether the border is padded with zeros so that stride 1 keeps height and width
     */
    record Conv2d(int channels, int kernel, int stride, boolean same) implements LayerSpec {

        public Conv2d {
            requirePositive("conv2d", "channels", channels);
            requirePositive("conv2d", "kernel", kernel);
            requirePositive("conv2d", "stride", stride);
        }

        @Override
        public String text() {
            return "conv2d " + channels + (kernel == LayerText.KERNEL ? "" : " kernel=" + kernel)
                    + (stride == 1 ? "" : " stride=" + stride) + (same ? " padding=same" : "");
        }
    }

    /** Largest or mean value of a square window; windows do not reach over the border. */
    record Pool(boolean max, int kernel, int stride) implements LayerSpec {

        public Pool {
            requirePositive("pool", "kernel", kernel);
            requirePositive("pool", "stride", stride);
        }

        @Override
        public String text() {
            return (max ? "max-pool " : "avg-pool ") + kernel + (stride == kernel ? "" : " stride=" + stride);
        }
    }

    /** One row of numbers from an image. */
    record Flatten() implements LayerSpec {

        @Override
        public String text() {
            return "flatten";
        }
    }

    /** An elementwise function. */
    record Activation(Function function) implements LayerSpec {

        @Override
        public String text() {
            return function.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Normalisation over the batch (moments of the batch in training, running moments in prediction) for each channel. */
    record BatchNorm() implements LayerSpec {

        @Override
        public String text() {
            return "batch-norm";
        }
    }

    /** Normalisation over the features of each row. */
    record LayerNorm() implements LayerSpec {

        @Override
        public String text() {
            return "layer-norm";
        }
    }

    /** The elementwise functions. */
    enum Function {
        RELU,
        TANH,
        SOFTPLUS,
        GELU
    }

    private static void requirePositive(String layer, String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "network: layer size not positive: layer=" + layer + " " + name + "=" + value + "; use 1 or more");
        }
    }
}
