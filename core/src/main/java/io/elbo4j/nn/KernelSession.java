package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.kernel.Elementwise;
import io.elbo4j.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Buffers and connections for one network, support and size of batch; belongs to one thread. */
final class KernelSession {

    private final NetworkSpec spec;
    private final int[] support;
    private final int lanes;
    private final List<KernelLayer> layers = new ArrayList<>();
    private final float[] input;

    KernelSession(NetworkSpec spec, NetworkPlan plan, int[] support, int rows) {
        this.spec = spec;
        this.support = support;
        lanes = Kernels.lanes(rows);
        input = new float[spec.features() * lanes];
        for (NetworkPlan.Step step : plan.steps()) {
            LayerSpec layer = step.layer();
            if (layer instanceof LayerSpec.Pool) {
                layers.add(new KernelPool(step, lanes));
            } else if (layer instanceof LayerSpec.Activation activation) {
                layers.add(new KernelActivation(activation.function(), step.outputSize() * lanes));
            } else if (layer instanceof LayerSpec.Dense || layer instanceof LayerSpec.Conv2d) {
                layers.add(new KernelWeights(step, plan.layout(), support, lanes));
            }
            // Flattening changes nothing: channels, rows and columns already follow each other.
        }
    }

    /** Whether this session fits. */
    boolean serves(NetworkSpec asked, int[] askedSupport, int rows) {
        return lanes == Kernels.lanes(rows) && Arrays.equals(support, askedSupport) && spec.equals(asked);
    }

    float[] outputs(float[] values, float[] features, int offset, int rows) {
        float[] last = forward(values, features, offset, rows);
        int width = spec.observation().outputs();
        float[] outputs = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < width; k++) {
                outputs[row * width + k] = last[k * lanes + row];
            }
        }
        return outputs;
    }

    ValueGrad valueGrad(float[] values, Batch batch) {
        int rows = batch.rows();
        float[] outputs = outputs(values, batch.features(), 0, rows);
        double shared = values.length == 0 ? 0 : values[values.length - 1];
        float[] byRow = OutputGradient.of(spec.observation(), outputs, batch.targets(), shared);
        int width = spec.observation().outputs();
        float[] dy = new float[width * lanes];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < width; k++) {
                dy[k * lanes + row] = byRow[row * width + k];
            }
        }
        float[] gradient = new float[values.length];
        for (int l = layers.size() - 1; l >= 0; l--) {
            dy = layers.get(l).backward(values, dy, gradient, l > 0);
        }
        if (spec.observation() instanceof GaussianLearnedNoise) {
            gradient[values.length - 1] = (float) OutputGradient.ofLogNoiseVariance(outputs, batch.targets(), shared);
        }
        return new ValueGrad(ObservedOutputs.logLikSum(spec.observation(), outputs, batch.targets(), shared), gradient);
    }

    private float[] forward(float[] values, float[] features, int offset, int rows) {
        Elementwise.fastest().featureMajor(features, offset, rows, spec.features(), input, lanes);
        float[] x = input;
        for (KernelLayer layer : layers) {
            x = layer.forward(values, x);
        }
        return x;
    }
}
