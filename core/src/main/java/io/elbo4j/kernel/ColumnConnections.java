package io.elbo4j.kernel;

import java.util.Arrays;

/**
 * The weights of a first layer by the input that they read, for rows that are given by their non-zeros: only weights that meet
 * a non-zero are touched.
 */
public final class ColumnConnections {

    private final int outputs;
    private final int[] from;
    private final int[] output;
    private final int[] weight;

    /**
     * Of a layer with one position.
     *
     * @param layer connections by output
     */
    public ColumnConnections(Connections layer) {
        weight = new int[layer.count()];
        Connections columns = layer.transposed(weight);
        outputs = layer.rows();
        from = columns.from();
        output = columns.input();
    }

    /**
     * Outputs: {@code y[o, r] = bias[o] + Σ w · x}, in the order of columns.
     *
     * @param w {@code [connections]}, by output
     * @param bias {@code [outputs]}
     * @param y {@code [outputs, lanes]}, overwritten
     */
    public void forward(float[] w, float[] bias, ColumnEntries x, float[] y, int lanes) {
        int start = Kernels.start(y);
        for (int o = 0; o < outputs; o++) {
            Arrays.fill(y, start + o * lanes, start + (o + 1) * lanes, bias[o]);
        }
        int end;
        for (int e = 0; e < x.size(); e = end) {
            end = x.endOfColumn(e);
            int column = x.column(e);
            for (int k = from[column]; k < from[column + 1]; k++) {
                float each = w[weight[k]];
                int to = start + output[k] * lanes;
                for (int i = e; i < end; i++) {
                    y[to + x.row(i)] += each * x.value(i);
                }
            }
        }
    }

    /**
     * Gradient of the weights: {@code dw[k] = Σ dy[o, r] · x}, in the order of rows.
     *
     * @param dy {@code [outputs, lanes]}
     * @param dw {@code [connections]}, by output, overwritten
     */
    public void weightGradient(ColumnEntries x, float[] dy, float[] dw, int lanes) {
        Arrays.fill(dw, 0);
        int end;
        for (int e = 0; e < x.size(); e = end) {
            end = x.endOfColumn(e);
            int column = x.column(e);
            for (int k = from[column]; k < from[column + 1]; k++) {
                dw[weight[k]] = product(x, e, end, dy, Kernels.start(dy) + output[k] * lanes);
            }
        }
    }

    /**
     * Gradient of one output's weights, active or not.
     *
     * @param dw {@code [inputs]}, overwritten
     */
    public void wholeGradient(ColumnEntries x, float[] dy, int row, float[] dw, int lanes) {
        Arrays.fill(dw, 0);
        int end;
        for (int e = 0; e < x.size(); e = end) {
            end = x.endOfColumn(e);
            dw[x.column(e)] = product(x, e, end, dy, Kernels.start(dy) + row * lanes);
        }
    }

    private static float product(ColumnEntries x, int first, int end, float[] dy, int at) {
        float sum = 0;
        for (int i = first; i < end; i++) {
            sum += dy[at + x.row(i)] * x.value(i);
        }
        return sum;
    }
}
