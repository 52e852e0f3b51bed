package io.elbo4j.kernel;

import java.util.Arrays;

/**
 * The weights of a first layer by the input that they read, for rows that are given by their non-zeros: only weights that meet
 * a non-zero are touched.
 *
 * @param outputs how many outputs
 * @param from {@code [inputs + 1]}: the connections of input f are numbers from[f] until from[f + 1]
 * @param output {@code [connections]}: which output each one goes to, ascending within an input
 * @param weight {@code [connections]}: number of its weight
 */
public record ColumnConnections(int outputs, int[] from, int[] output, int[] weight) {

    /** Connections that are stored by output, read by input; for one position. */
    public static ColumnConnections of(Connections layer) {
        int[] order = new int[layer.count()];
        Connections columns = layer.transposed(order);
        return new ColumnConnections(layer.rows(), columns.from(), columns.input(), order);
    }

    /**
     * Outputs: {@code y[o, r] = bias[o] + Σ w · x}, in the order of the row's entries.
     *
     * @param rowFrom {@code [rows + 1]}: the entries of row r are numbers rowFrom[r] until rowFrom[r + 1]
     * @param column {@code [entries]}
     * @param x {@code [entries]}
     * @param first the first row; {@code count} rows from there
     * @param y {@code [outputs, lanes]}, overwritten
     */
    public void forward(
            float[] w,
            float[] bias,
            int[] rowFrom,
            int[] column,
            float[] x,
            int first,
            int count,
            float[] y,
            int lanes) {
        for (int o = 0; o < outputs; o++) {
            Arrays.fill(y, o * lanes, (o + 1) * lanes, bias[o]);
        }
        for (int r = 0; r < count; r++) {
            for (int e = rowFrom[first + r]; e < rowFrom[first + r + 1]; e++) {
                float value = x[e];
                int end = from[column[e] + 1];
                for (int k = from[column[e]]; k < end; k++) {
                    y[output[k] * lanes + r] += w[weight[k]] * value;
                }
            }
        }
    }

    /**
     * Gradient of the weights: {@code dw[k] = Σ dy[o, r] · x}, in the order of rows and their entries.
     *
     * @param dy {@code [outputs, lanes]}
     * @param dw {@code [connections]}, overwritten
     */
    public void weightGradient(int[] rowFrom, int[] column, float[] x, int count, float[] dy, float[] dw, int lanes) {
        Arrays.fill(dw, 0);
        for (int r = 0; r < count; r++) {
            for (int e = rowFrom[r]; e < rowFrom[r + 1]; e++) {
                float value = x[e];
                int end = from[column[e] + 1];
                for (int k = from[column[e]]; k < end; k++) {
                    dw[weight[k]] += dy[output[k] * lanes + r] * value;
                }
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnConnections that
                && outputs == that.outputs
                && Arrays.equals(from, that.from)
                && Arrays.equals(output, that.output)
                && Arrays.equals(weight, that.weight);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(output) + outputs;
    }

    @Override
    public String toString() {
        return "ColumnConnections[outputs=" + outputs + ", connections=" + output.length + "]";
    }
}
