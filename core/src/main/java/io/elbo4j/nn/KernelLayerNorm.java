package io.elbo4j.nn;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import io.elbo4j.math.Supports;
import java.util.Arrays;

/**
 * Normalisation over the features of each row, with a scale and a shift for each feature. Moments are sums in the order of the
 * features, row by row, so that a row's numbers do not depend on its neighbours.
 */
final class KernelLayerNorm implements KernelLayer {

    private static final Kernels KERNELS = Kernels.fastest();

    private final int features;
    private final int lanes;
    private final int start;
    private final int scaleFrom;
    private final int shiftFrom;
    /** Without connections: for sums over the batch. */
    private final Connections sums;

    private final float[] normal;
    private final float[] y;
    private final float[] dx;
    private final float[] product;
    private final float[] first;
    private final float[] second;
    private final float[] inverseSd;
    private final float[] perFeature;

    KernelLayerNorm(NetworkPlan.Step step, ParameterLayout layout, int[] support, int lanes) {
        this.lanes = lanes;
        features = step.inputSize();
        scaleFrom = place(layout, step.parameter("scale"), support);
        shiftFrom = place(layout, step.parameter("shift"), support);
        sums = new Connections(features, new int[features + 1], new int[0], new int[] {0}, features);
        normal = Kernels.activations(features, lanes);
        y = Kernels.activations(features, lanes);
        dx = Kernels.activations(features, lanes);
        product = Kernels.activations(features, lanes);
        first = new float[lanes];
        second = new float[lanes];
        inverseSd = new float[lanes];
        perFeature = new float[features];
        start = Kernels.start(normal);
    }

    private static int place(ParameterLayout layout, String name, int[] support) {
        ParameterBlock block = layout.blocks().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Supports.position(support, block.offset());
    }

    @Override
    public float[] forward(float[] values, float[] x) {
        Arrays.fill(first, 0f);
        for (int at = start; at < normal.length; at += lanes) {
            for (int b = 0; b < lanes; b++) {
                first[b] += x[at + b];
            }
        }
        for (int b = 0; b < lanes; b++) {
            first[b] /= features;
        }
        Arrays.fill(second, 0f);
        for (int at = start; at < normal.length; at += lanes) {
            for (int b = 0; b < lanes; b++) {
                float apart = x[at + b] - first[b];
                normal[at + b] = apart;
                second[b] += apart * apart;
            }
        }
        for (int b = 0; b < lanes; b++) {
            inverseSd[b] = (float) (1 / Math.sqrt(second[b] / features + DeterministicLayers.EPSILON));
        }
        for (int f = 0; f < features; f++) {
            float scale = values[scaleFrom + f];
            float shift = values[shiftFrom + f];
            for (int b = 0; b < lanes; b++) {
                int at = start + f * lanes + b;
                normal[at] *= inverseSd[b];
                y[at] = normal[at] * scale + shift;
            }
        }
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        for (int i = 0; i < product.length; i++) {
            product[i] = dy[i] * normal[i];
        }
        KERNELS.biasGradient(sums, product, perFeature, lanes);
        System.arraycopy(perFeature, 0, gradient, scaleFrom, features);
        KERNELS.biasGradient(sums, dy, perFeature, lanes);
        System.arraycopy(perFeature, 0, gradient, shiftFrom, features);
        if (needed) {
            inputGradient(values, dy);
        }
        return dx;
    }

    /** dx = (g − mean g − normal · mean(g · normal)) / sd, with g = scale · dy. */
    private void inputGradient(float[] values, float[] dy) {
        Arrays.fill(first, 0f);
        Arrays.fill(second, 0f);
        for (int f = 0; f < features; f++) {
            float scale = values[scaleFrom + f];
            for (int b = 0; b < lanes; b++) {
                int at = start + f * lanes + b;
                first[b] += scale * dy[at];
                second[b] += scale * product[at];
            }
        }
        for (int b = 0; b < lanes; b++) {
            first[b] /= features;
            second[b] /= features;
        }
        for (int f = 0; f < features; f++) {
            float scale = values[scaleFrom + f];
            for (int b = 0; b < lanes; b++) {
                int at = start + f * lanes + b;
                dx[at] = (scale * dy[at] - first[b] - normal[at] * second[b]) * inverseSd[b];
            }
        }
    }
}
