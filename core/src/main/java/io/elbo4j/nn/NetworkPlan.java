package io.elbo4j.nn;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A specification with all shapes worked out: what each layer takes and gives, and where its parameters lie.
 *
 * @param steps one a layer, and the last dense one
 * @param layout all parameters
 */
record NetworkPlan(List<Step> steps, ParameterLayout layout) {

    /**
     * One layer in its place.
     *
     * @param index of the layer, from 0; names its draws
     * @param name prefix of its parameters, for example {@code 0.dense}
     * @param input shape of one row, {@code [features]} or {@code [channels, height, width]}
     * @param output shape of one row
     */
    record Step(int index, String name, LayerSpec layer, List<Integer> input, List<Integer> output) {

        int inputSize() {
            return size(input);
        }

        int outputSize() {
            return size(output);
        }

        String parameter(String part) {
            return name + "." + part;
        }
    }

    /** As {@link io.elbo4j.density.Network#multiplicationsPerWeight}. */
    long[] multiplicationsPerWeight() {
        long[] counts = new long[layout.blocks().size()];
        for (int b = 0; b < counts.length; b++) {
            for (Step step : steps) {
                if (layout.blocks().get(b).name().equals(step.parameter("weight"))) {
                    boolean image = step.output().size() == 3;
                    counts[b] = image ? size(step.output()) / step.output().get(0) : 1;
                }
            }
        }
        return counts;
    }

    static int size(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * Works out all shapes.
     *
     * @throws IllegalArgumentException naming the layer that does not fit its input
     */
    static NetworkPlan of(NetworkSpec spec) {
        Builder builder = new Builder(spec.bias());
        List<Integer> shape = spec.input();
        for (int k = 0; k < spec.layers().size(); k++) {
            LayerSpec layer = spec.layers().get(k);
            shape = builder.add(k, k + "." + kind(layer), layer, shape);
        }
        builder.add(
                spec.layers().size(),
                "output",
                new LayerSpec.Dense(spec.observation().outputs()),
                shape);
        String shared = spec.observation().sharedParameter();
        if (!shared.isEmpty()) {
            builder.block(shared, List.of(1), Role.POINT, 1, 1, 0);
        }
        return new NetworkPlan(List.copyOf(builder.steps), new ParameterLayout(builder.blocks));
    }

    private static String kind(LayerSpec layer) {
        if (layer instanceof LayerSpec.BatchNorm) {
            return "batchNorm";
        }
        if (layer instanceof LayerSpec.LayerNorm) {
            return "layerNorm";
        }
        String text = layer.text();
        return text.contains(" ") ? text.substring(0, text.indexOf(' ')) : text;
    }

    private static final class Builder {

        private final boolean bias;
        private final List<Step> steps = new ArrayList<>();
        private final List<ParameterBlock> blocks = new ArrayList<>();
        private int next;

        Builder(boolean bias) {
            this.bias = bias;
        }

        List<Integer> add(int index, String name, LayerSpec layer, List<Integer> input) {
            List<Integer> output = outputShape(index, layer, input);
            Step step = new Step(index, name, layer, input, output);
            steps.add(step);
            addBlocks(step);
            return output;
        }

        void block(String name, List<Integer> shape, Role role, int fanIn, int fanOut, float initial) {
            ParameterBlock block = new ParameterBlock(name, shape, next, role, fanIn, fanOut, initial);
            blocks.add(block);
            next = block.end();
        }

        private void addBlocks(Step step) {
            if (step.layer() instanceof LayerSpec.Dense dense) {
                int inputs = step.inputSize();
                weights(step, List.of(dense.units(), inputs), inputs, dense.units());
            } else if (step.layer() instanceof LayerSpec.Conv2d conv) {
                int window = conv.kernel() * conv.kernel();
                int inputs = step.input().get(0);
                List<Integer> shape = List.of(conv.channels(), inputs, conv.kernel(), conv.kernel());
                weights(step, shape, inputs * window, conv.channels() * window);
            } else if (step.layer() instanceof LayerSpec.BatchNorm) {
                List<Integer> channels = List.of(step.input().get(0));
                block(step.parameter("scale"), channels, Role.POINT, 1, 1, 1);
                block(step.parameter("shift"), channels, Role.POINT, 1, 1, 0);
                block(step.parameter("mean"), channels, Role.STATISTIC, 1, 1, 0);
                block(step.parameter("variance"), channels, Role.STATISTIC, 1, 1, 1);
            } else if (step.layer() instanceof LayerSpec.LayerNorm) {
                block(step.parameter("scale"), step.input(), Role.POINT, 1, 1, 1);
                block(step.parameter("shift"), step.input(), Role.POINT, 1, 1, 0);
            }
        }

        private void weights(Step step, List<Integer> shape, int fanIn, int fanOut) {
            block(step.parameter("weight"), shape, Role.WEIGHT, fanIn, fanOut, 0);
            if (bias) {
                block(step.parameter("bias"), List.of(shape.get(0)), Role.POINT, 1, 1, 0);
            }
        }

        private static List<Integer> outputShape(int index, LayerSpec layer, List<Integer> input) {
            if (layer instanceof LayerSpec.Dense dense) {
                return List.of(dense.units());
            }
            if (layer instanceof LayerSpec.Flatten) {
                return List.of(size(input));
            }
            if (layer instanceof LayerSpec.Conv2d conv) {
                requireImage(index, layer, input, conv.same() ? 1 : conv.kernel());
                return image(conv.channels(), input, conv.same() ? 1 : conv.kernel(), conv.stride());
            }
            if (layer instanceof LayerSpec.Pool pool) {
                requireImage(index, layer, input, pool.kernel());
                return image(input.get(0), input, pool.kernel(), pool.stride());
            }
            return input;
        }

        /** Windows that fit wholly: floor((size − kernel) / stride) + 1; a padded convolution counts as kernel 1. */
        private static List<Integer> image(int channels, List<Integer> input, int kernel, int stride) {
            return List.of(channels, (input.get(1) - kernel) / stride + 1, (input.get(2) - kernel) / stride + 1);
        }

        private static void requireImage(int index, LayerSpec layer, List<Integer> input, int window) {
            String advice = input.size() != 3
                    ? "it needs an image; set the input to [channels, height, width] and put it before flatten and dense"
                    : input.get(1) < window || input.get(2) < window
                            ? "use a smaller kernel, padding=same, or less pooling before it"
                            : "";
            if (!advice.isEmpty()) {
                throw new IllegalArgumentException("network: layer does not fit: layer=" + index + " " + layer.text()
                        + " input=" + input + "; " + advice);
            }
        }
    }
}
