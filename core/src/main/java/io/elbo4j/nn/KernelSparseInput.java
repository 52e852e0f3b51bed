package io.elbo4j.nn;

import io.elbo4j.data.SparseFeatures;
import io.elbo4j.density.GradientRows;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.kernel.ColumnConnections;
import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import java.util.Arrays;

/** A dense first layer on rows given by their non-zeros: its cost follows the non-zeros, its memory the active weights. */
final class KernelSparseInput implements KernelLayer {

    private final LayerSupport active;
    private final Connections byOutput;
    private final ColumnConnections byInput;
    private final int lanes;
    private final float[] weights;
    private final float[] weightGradient;
    private final float[] bias;
    private final float[] biasGradient;
    private final float[] y;
    private SparseFeatures rows = new SparseFeatures(1, new int[1], new int[0], new float[0]);
    private int first;
    private int count;

    KernelSparseInput(NetworkPlan.Step step, ParameterLayout layout, int[] support, int lanes) {
        this.lanes = lanes;
        active = LayerSupport.of(step, layout, support);
        byOutput = active.connections(support, KernelPadding.of(step, lanes));
        byInput = ColumnConnections.of(byOutput);
        weights = new float[byOutput.count()];
        weightGradient = new float[byOutput.count()];
        bias = new float[byOutput.rows()];
        biasGradient = new float[byOutput.rows()];
        y = new float[byOutput.rows() * lanes];
    }

    /** What the next forward pass reads. */
    void read(SparseFeatures features, int from, int rowCount) {
        rows = features;
        first = from;
        count = rowCount;
    }

    @Override
    public float[] forward(float[] values, float[] none) {
        active.read(values, weights, bias);
        byInput.forward(weights, bias, rows.from(), rows.column(), rows.value(), first, count, y, lanes);
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        byInput.weightGradient(rows.from(), rows.column(), rows.value(), count, dy, weightGradient, lanes);
        Kernels.fastest().biasGradient(byOutput, dy, biasGradient, lanes);
        active.write(weightGradient, biasGradient, gradient);
        return dy;
    }

    @Override
    public void wholeGradient(float[] dy, GradientRows into) {
        ParameterBlock block = active.block();
        float[] piece = new float[rows.width()];
        for (int o = 0; o < byOutput.rows(); o++) {
            Arrays.fill(piece, 0);
            for (int r = 0; r < count; r++) {
                float each = dy[o * lanes + r];
                for (int e = rows.from()[r]; e < rows.from()[r + 1]; e++) {
                    piece[rows.column()[e]] += each * rows.value()[e];
                }
            }
            into.take(block.offset() + o * piece.length, piece, piece.length);
        }
    }
}
