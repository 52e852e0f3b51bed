package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.GradientRows;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.kernel.Elementwise;
import io.elbo4j.kernel.Kernels;
import io.elbo4j.math.Key;
import io.elbo4j.math.Supports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buffers and connections for one network, support and size of batch; belongs to one thread. */
final class KernelSession {

    /**
     * What buffers depend on, beside network and support.
     *
     * @param lanes numbers a feature
     * @param sparseRows whether rows are given by their non-zeros
     * @param local whether randomness sits in the outputs of layers
     */
    record Form(int lanes, boolean sparseRows, boolean local) {}

    private final NetworkSpec spec;
    private final int[] support;
    private final Form form;
    private final int lanes;
    private final List<KernelLayer> layers = new ArrayList<>();
    private final List<KernelLocal> locals = new ArrayList<>();
    private final List<KernelSparseInput> readers = new ArrayList<>();
    private final float[] input;
    private long passes;

    KernelSession(NetworkSpec spec, NetworkPlan plan, int[] support, Form form) {
        this.spec = spec;
        this.support = support;
        this.form = form;
        lanes = form.lanes();
        input = Kernels.activations(form.sparseRows() ? 0 : spec.features(), lanes);
        for (NetworkPlan.Step step : plan.steps()) {
            LayerSpec layer = step.layer();
            if (form.sparseRows() && layers.isEmpty() && !(layer instanceof LayerSpec.Flatten)) {
                layers.add(sparseInput(step, plan));
            } else if (layer instanceof LayerSpec.Pool) {
                layers.add(new KernelPool(step, lanes));
            } else if (layer instanceof LayerSpec.Activation activation) {
                layers.add(new KernelActivation(activation.function(), step.outputSize(), lanes));
            } else if (layer instanceof LayerSpec.LayerNorm) {
                layers.add(new KernelLayerNorm(step, plan.layout(), support, lanes));
            } else if (layer instanceof LayerSpec.Dense || layer instanceof LayerSpec.Conv2d) {
                KernelWeights weights = new KernelWeights(step, plan.layout(), support, lanes);
                layers.add(form.local() ? local(step, weights, weights.twin(), step.inputSize()) : weights);
            }
            // Flattening changes nothing: channels, rows and columns already follow each other.
        }
    }

    private KernelLayer sparseInput(NetworkPlan.Step step, NetworkPlan plan) {
        if (!(step.layer() instanceof LayerSpec.Dense)) {
            throw new IllegalArgumentException("network: sparse rows need a dense first layer: layer="
                    + step.layer().text() + "; begin with a dense layer, or set data.sparse=false");
        }
        KernelSparseInput reader = new KernelSparseInput(step, plan.layout(), support, lanes);
        readers.add(reader);
        return form.local() ? local(step, reader, reader.ofSquares(), 0) : reader;
    }

    private KernelLocal local(NetworkPlan.Step step, KernelLayer mean, KernelLayer variance, int inputSize) {
        KernelLocal local = new KernelLocal(step, mean, variance, inputSize, lanes);
        locals.add(local);
        return local;
    }

    /** Whether this session fits. */
    boolean serves(NetworkSpec asked, int[] askedSupport, Form askedForm) {
        return form.equals(askedForm) && hasSupport(askedSupport) && spec.equals(asked);
    }

    /** Whether it is of this network on another support. */
    boolean outdatedBy(NetworkSpec asked, int[] askedSupport) {
        return spec.equals(asked) && !hasSupport(askedSupport);
    }

    private boolean hasSupport(int[] asked) {
        return support == asked || Arrays.equals(support, asked);
    }

    /** Outputs of {@code rows} rows of the features, from row {@code first} on. */
    float[] outputs(float[] values, Features features, int first, int rows) {
        return byRow(
                forward(values, features, first, rows, layers.size()),
                rows,
                spec.observation().outputs());
    }

    /** The same with the randomness of the weights in the activations. */
    float[] locallyDrawnOutputs(float[] mean, float[] variance, Key noise, Features features, int first, int rows) {
        locals.forEach(layer -> layer.begin(variance, new float[0], noise, rows));
        return outputs(mean, features, first, rows);
    }

    /** The same with normals in place of absent weights. */
    float[] spikedOutputs(float[] values, float[] spikeSd, Features features, int first, int rows) {
        KernelSpikes spikes = new KernelSpikes(values, features, first, rows, lanes);
        float[] x = read(features, first, rows);
        int weighted = 0;
        for (KernelLayer layer : layers) {
            float[] y = layer.forward(values, x);
            if (layer instanceof KernelWeighted weights) {
                if (spikeSd[weighted] > 0) {
                    spikes.add(spikeSd[weighted], weighted, weights.absentSquares(x), y);
                }
                weighted++;
            }
            x = y;
        }
        return byRow(x, rows, spec.observation().outputs());
    }

    /** What the last layer reads, for all rows. */
    float[] features(float[] values, Features inputs) {
        float[] last = forward(values, inputs, 0, inputs.rows(), layers.size() - 1);
        return byRow(last, inputs.rows(), last.length / lanes);
    }

    /** The gradient of all parameters before the last layer. */
    float[] pullback(float[] values, Features inputs, float[] featureGradient) {
        int rows = inputs.rows();
        float[] gradient = new float[values.length];
        forward(values, inputs, 0, rows, layers.size() - 1);
        backward(values, byFeature(featureGradient, rows), gradient, layers.size() - 1, null);
        return gradient;
    }

    /** There, and back when asked; what the layers hold serves unless another pass has come between. */
    FeaturePass pass(float[] values, Features inputs) {
        float[] features = features(values, inputs);
        long own = passes;
        return new FeaturePass() {
            @Override
            public float[] features() {
                return features;
            }

            @Override
            public float[] pullback(float[] featureGradient) {
                if (passes != own) {
                    return KernelSession.this.pullback(values, inputs, featureGradient);
                }
                float[] gradient = new float[values.length];
                backward(values, byFeature(featureGradient, inputs.rows()), gradient, layers.size() - 1, null);
                return gradient;
            }
        };
    }

    /** Feature-major numbers by row. */
    private float[] byRow(float[] last, int rows, int width) {
        float[] byRow = new float[rows * width];
        int start = Kernels.start(last);
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < width; k++) {
                byRow[row * width + k] = last[start + k * lanes + row];
            }
        }
        return byRow;
    }

    private float[] byFeature(float[] byRow, int rows) {
        int width = byRow.length / rows;
        float[] byFeature = Kernels.activations(width, lanes);
        int start = Kernels.start(byFeature);
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < width; k++) {
                byFeature[start + k * lanes + row] = byRow[row * width + k];
            }
        }
        return byFeature;
    }

    ValueGrad valueGrad(float[] values, Batch batch) {
        float[] gradient = new float[values.length];
        double logLik = backward(values, batch, gradient, null);
        return new ValueGrad(logLik, gradient);
    }

    SpreadGrad spreadGrad(float[] mean, float[] variance, Key noise, Batch batch) {
        float[] gradient = new float[mean.length];
        float[] varianceGradient = new float[mean.length];
        locals.forEach(layer -> layer.begin(variance, varianceGradient, noise, batch.rows()));
        double logLik = backward(mean, batch, gradient, null);
        return new SpreadGrad(logLik, gradient, varianceGradient);
    }

    /** Hands over the gradient of all parameters. */
    double wholeGradient(float[] values, Batch batch, ParameterLayout layout, GradientRows rows) {
        float[] gradient = new float[values.length];
        double logLik = backward(values, batch, gradient, rows);
        for (ParameterBlock block : layout.blocks()) {
            if (block.role() != Role.WEIGHT) {
                int from = Supports.position(support, block.offset());
                int to = Supports.position(support, block.end());
                rows.take(block.offset(), Arrays.copyOfRange(gradient, from, to), to - from);
            }
        }
        return logLik;
    }

    /** Forward and back, and the gradient of all weights where somebody takes it; returns Σ log likelihood. */
    private double backward(float[] values, Batch batch, float[] gradient, @Nullable GradientRows whole) {
        int rows = batch.rows();
        float[] outputs = outputs(values, batch.features(), 0, rows);
        double shared = values.length == 0 ? 0 : values[values.length - 1];
        float[] byRow = OutputGradient.of(spec.observation(), outputs, batch.targets(), shared);
        backward(values, byFeature(byRow, rows), gradient, layers.size(), whole);
        if (spec.observation() instanceof GaussianLearnedNoise) {
            gradient[values.length - 1] = (float) OutputGradient.ofLogNoiseVariance(outputs, batch.targets(), shared);
        }
        return ObservedOutputs.logLikSum(spec.observation(), outputs, batch.targets(), shared);
    }

    /** Back through the first so many layers. */
    private void backward(
            float[] values, float[] outputGradient, float[] gradient, int count, @Nullable GradientRows whole) {
        float[] dy = outputGradient;
        for (int l = count - 1; l >= 0; l--) {
            KernelLayer layer = layers.get(l);
            float[] dx = layer.backward(values, dy, gradient, l > 0);
            if (whole != null) {
                layer.wholeGradient(dy, whole);
            }
            dy = dx;
        }
    }

    /** Forward through the first so many layers. */
    private float[] forward(float[] values, Features features, int first, int rows, int count) {
        float[] x = read(features, first, rows);
        for (KernelLayer layer : layers.subList(0, count)) {
            x = layer.forward(values, x);
        }
        return x;
    }

    /** The input of the first layer; what layers hold of an earlier pass is about to go. */
    private float[] read(Features features, int first, int rows) {
        passes++;
        if (features instanceof SparseFeatures sparse) {
            readers.forEach(reader -> reader.read(sparse, first, rows));
        } else {
            int[] starts = new int[rows];
            Arrays.setAll(starts, row -> features.start(first + row));
            Elementwise.fastest().featureMajor(features.table(), starts, spec.features(), input, lanes);
        }
        return input;
    }
}
