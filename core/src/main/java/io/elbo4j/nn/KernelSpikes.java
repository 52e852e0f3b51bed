package io.elbo4j.nn;

import io.elbo4j.data.Features;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.kernel.Elementwise;
import io.elbo4j.kernel.Kernels;
import io.elbo4j.math.Key;
import java.util.Arrays;

/**
 * What absent weights add to the outputs of layers in one pass: normals, independent for each row and output, named by the values
 * of the active weights and by the numbers of the row. The same row has the same draw in any company, whether it is kept whole or by
 * its non-zeros.
 */
final class KernelSpikes {

    private final Key[] keys;
    private final int lanes;

    KernelSpikes(float[] values, Features features, int first, int rows, int lanes) {
        this.lanes = lanes;
        Key draw = Key.of(Arrays.hashCode(values));
        keys = new Key[rows];
        for (int row = 0; row < rows; row++) {
            keys[row] = draw.fold(name(features, first + row));
        }
    }

    /** Of the non-zeros of a row and their places. */
    private static long name(Features features, int row) {
        long name = 0;
        if (features instanceof SparseFeatures sparse) {
            for (int e = sparse.from()[row]; e < sparse.from()[row + 1]; e++) {
                name = name(name, sparse.column()[e], sparse.value()[e]);
            }
            return name;
        }
        float[] table = features.table();
        int start = features.start(row);
        for (int column = 0; column < features.width(); column++) {
            name = name(name, column, table[start + column]);
        }
        return name;
    }

    private static long name(long before, int column, float value) {
        return value == 0 ? before : 31 * before + 31L * column + Float.floatToIntBits(value);
    }

    /**
     * Adds a layer's.
     *
     * @param sd of each absent weight
     * @param layer number of the layer, which names its draws
     * @param squares {@code [outputs, lanes]}: of the inputs that absent weights read, summed
     * @param y {@code [outputs, lanes]}, added to
     */
    void add(float sd, int layer, float[] squares, float[] y) {
        int outputs = y.length / lanes;
        float[] draws = new float[keys.length * outputs];
        float[] one = new float[outputs];
        int[] starts = new int[keys.length];
        for (int row = 0; row < keys.length; row++) {
            starts[row] = row * outputs;
            keys[row].fold(layer).gaussians(one);
            System.arraycopy(one, 0, draws, starts[row], outputs);
        }
        float[] noise = Kernels.activations(outputs, lanes);
        Elementwise.fastest().featureMajor(draws, starts, outputs, noise, lanes);
        for (int i = 0; i < y.length; i++) {
            y[i] += sd * (float) Math.sqrt(squares[i]) * noise[i];
        }
    }
}
