package io.elbo4j.nn;

import io.elbo4j.data.SparseFeatures;
import io.elbo4j.density.GradientRows;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.kernel.ColumnConnections;
import io.elbo4j.kernel.ColumnEntries;
import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A dense first layer on rows given by their non-zeros: its cost follows the non-zeros, its memory the active weights. */
final class KernelSparseInput implements KernelWeighted {

    private final LayerSupport active;
    private final ColumnConnections byInput;
    /** The outputs alone: a bias does not read inputs, and their number times the batch may not even be an int. */
    private final Connections outputs;

    private final int lanes;
    private final float[] weights;
    private final float[] weightGradient;
    private final float[] bias;
    private final float[] biasGradient;
    private final float[] y;
    private final ColumnEntries entries = new ColumnEntries();
    /** Whose entries are squared in place of reading rows. */
    private final @Nullable KernelSparseInput squared;

    KernelSparseInput(NetworkPlan.Step step, ParameterLayout layout, int[] support, int lanes) {
        this.lanes = lanes;
        squared = null;
        active = LayerSupport.of(step, layout, support);
        Connections byOutput = active.connections(support, KernelPadding.of(step, lanes));
        byInput = new ColumnConnections(byOutput);
        outputs = new Connections(byOutput.rows(), new int[byOutput.rows() + 1], new int[0], new int[1], 0);
        weights = new float[byOutput.count()];
        weightGradient = new float[byOutput.count()];
        bias = new float[byOutput.rows()];
        biasGradient = new float[byOutput.rows()];
        y = Kernels.activations(byOutput.rows(), lanes);
    }

    private KernelSparseInput(KernelSparseInput of) {
        lanes = of.lanes;
        squared = of;
        active = of.active.withoutBiases();
        byInput = of.byInput;
        outputs = of.outputs;
        weights = new float[of.weights.length];
        weightGradient = new float[of.weights.length];
        bias = new float[of.bias.length];
        biasGradient = new float[of.bias.length];
        y = new float[of.y.length];
    }

    /** The same layer without biases, on the squares of the rows that this one reads. */
    KernelSparseInput ofSquares() {
        return new KernelSparseInput(this);
    }

    /** What the next forward pass reads. */
    void read(SparseFeatures features, int from, int rowCount) {
        entries.read(features.from(), features.column(), features.value(), from, rowCount, features.width());
    }

    @Override
    public float[] forward(float[] values, float[] none) {
        if (squared != null) {
            entries.squaresOf(squared.entries);
        }
        active.read(values, weights, bias);
        byInput.forward(weights, bias, entries, y, lanes);
        return y;
    }

    @Override
    public float[] absentSquares(float[] none) {
        ColumnEntries squares = new ColumnEntries();
        squares.squaresOf(entries);
        float[] minus = new float[weights.length];
        Arrays.fill(minus, -1);
        float[] absent = new float[y.length];
        byInput.forward(minus, new float[bias.length], squares, absent, lanes);
        float[] all = new float[lanes];
        for (int e = 0; e < squares.size(); e++) {
            all[squares.row(e)] += squares.value(e);
        }
        int start = Kernels.start(absent);
        for (int i = 0; i < outputs.rows() * lanes; i++) {
            absent[start + i] = Math.max(0, all[i % lanes] + absent[start + i]);
        }
        return absent;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        byInput.weightGradient(entries, dy, weightGradient, lanes);
        Kernels.fastest().biasGradient(outputs, dy, biasGradient, lanes);
        active.write(weightGradient, biasGradient, gradient);
        return dy;
    }

    @Override
    public void wholeGradient(float[] dy, GradientRows into) {
        int width = active.block().size() / outputs.rows();
        float[] piece = new float[width];
        for (int o = 0; o < outputs.rows(); o++) {
            byInput.wholeGradient(entries, dy, o, piece, lanes);
            into.take(active.block().offset() + o * width, piece, width);
        }
    }
}
