package io.elbo4j.nn;

import io.elbo4j.density.GradientRows;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import java.util.Arrays;

/** A dense layer or a convolution on its active weights. */
final class KernelWeights implements KernelWeighted {

    private static final Kernels KERNELS = Kernels.fastest();

    /** Numbers of the input that stay in the second-level cache while all outputs stream by. */
    private static final int CACHED = 1 << 16;

    /** Outputs whose whole gradient is summed together: what is read once serves four (io.elbo4j.kernel). */
    private static final int TOGETHER = 4;

    private final LayerSupport active;
    private final Connections forward;
    private final Connections backward;
    private final int[] order;
    private final KernelPadding padding;
    private final int lanes;
    private final float[] weights;
    private final float[] transposed;
    private final float[] weightGradient;
    private final float[] bias;
    private final float[] biasGradient;
    private final float[] y;
    private final float[] dx;
    private float[] x = new float[0];

    KernelWeights(NetworkPlan.Step step, ParameterLayout layout, int[] support, int lanes) {
        this.lanes = lanes;
        active = LayerSupport.of(step, layout, support);
        padding = KernelPadding.of(step, lanes);
        forward = active.connections(support, padding);
        order = new int[forward.count()];
        backward = forward.positions() == 1 ? forward.transposed(order) : forward;
        weights = new float[forward.count()];
        transposed = new float[forward.count()];
        weightGradient = new float[forward.count()];
        bias = new float[forward.rows()];
        biasGradient = new float[forward.rows()];
        y = Kernels.activations(forward.rows() * forward.positions(), lanes);
        dx = Kernels.activations(padding.paddedInputs(), lanes);
    }

    private KernelWeights(KernelWeights of) {
        lanes = of.lanes;
        active = of.active.withoutBiases();
        padding = of.padding;
        forward = of.forward;
        order = of.order;
        backward = of.backward;
        weights = new float[of.weights.length];
        transposed = new float[of.weights.length];
        weightGradient = new float[of.weights.length];
        bias = new float[of.bias.length];
        biasGradient = new float[of.bias.length];
        y = new float[of.y.length];
        dx = new float[of.dx.length];
    }

    /** The same connections without biases, with buffers of their own. */
    KernelWeights twin() {
        return new KernelWeights(this);
    }

    @Override
    public float[] forward(float[] values, float[] input) {
        x = padding.padded(input);
        active.read(values, weights, bias);
        KERNELS.forward(forward, weights, bias, x, y, lanes);
        return y;
    }

    @Override
    public float[] absentSquares(float[] input) {
        float[] absent = new float[y.length];
        int perRow = active.block().size() / forward.rows();
        if (forward.count() == active.block().size()) {
            return absent;
        }
        float[] squares = input.clone();
        for (int i = 0; i < squares.length; i++) {
            squares[i] *= squares[i];
        }
        squares = padding.padded(squares);
        float[] minus = new float[forward.count()];
        Arrays.fill(minus, -1);
        KERNELS.forward(forward, minus, new float[forward.rows()], squares, absent, lanes);
        float[] one = new float[perRow];
        Arrays.fill(one, 1);
        int perOutput = forward.positions() * lanes;
        float[] window = Kernels.activations(forward.positions(), lanes);
        KERNELS.forward(inputs(0, perRow, 1), one, new float[1], squares, window, lanes);
        int start = Kernels.start(absent);
        int windowStart = Kernels.start(window);
        for (int i = 0; i < forward.rows() * perOutput; i++) {
            absent[start + i] = Math.max(0, window[windowStart + i % perOutput] + absent[start + i]);
        }
        return absent;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        KERNELS.weightGradient(forward, x, dy, weightGradient, lanes);
        KERNELS.biasGradient(forward, dy, biasGradient, lanes);
        active.write(weightGradient, biasGradient, gradient);
        return needed ? inputGradient(dy) : dx;
    }

    @Override
    public void wholeGradient(float[] dy, GradientRows rows) {
        ParameterBlock block = active.block();
        int perRow = block.size() / forward.rows();
        int perOutput = forward.positions() * lanes;
        int width = forward.positions() == 1 ? Math.max(Kernels.LANES, CACHED / lanes) : perRow;
        int together = Math.min(TOGETHER, forward.rows());
        float[] outputs = Kernels.activations(together * forward.positions(), lanes);
        for (int first = 0; first < perRow; first += width) {
            int length = Math.min(width, perRow - first);
            Connections some = inputs(first, length, together);
            float[] pieces = new float[together * length];
            float[] piece = new float[length];
            for (int r = 0; r < forward.rows(); r += together) {
                // Behind the last outputs, what was there before is summed again.
                int count = Math.min(together, forward.rows() - r);
                System.arraycopy(
                        dy, Kernels.start(dy) + r * perOutput, outputs, Kernels.start(outputs), count * perOutput);
                KERNELS.weightGradient(some, x, outputs, pieces, lanes);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(pieces, i * length, piece, 0, length);
                    rows.take(block.offset() + (r + i) * perRow + first, piece, length);
                }
            }
        }
    }

    /** Some outputs with all connections to a stretch of the inputs. */
    private Connections inputs(int first, int length, int outputs) {
        int[] from = new int[outputs + 1];
        int[] input = new int[outputs * length];
        for (int k = 0; k < input.length; k++) {
            from[k / length + 1] = k + 1;
            input[k] = padding.input(first + k % length);
        }
        return new Connections(outputs, from, input, padding.shift(), padding.paddedInputs());
    }

    private float[] inputGradient(float[] dy) {
        if (forward.positions() == 1) {
            // Read from the inputs' side, a dense layer's gradient is a forward pass: nothing is read twice.
            for (int k = 0; k < order.length; k++) {
                transposed[k] = weights[order[k]];
            }
            KERNELS.forward(backward, transposed, new float[backward.rows()], dy, dx, lanes);
            return dx;
        }
        Arrays.fill(dx, 0);
        KERNELS.inputGradient(forward, weights, dy, dx, lanes);
        return padding.unpadded(dx);
    }
}
