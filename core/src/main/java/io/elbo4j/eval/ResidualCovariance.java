package io.elbo4j.eval;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Spectrum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The covariance of outputs given the best linear guess from a condition: R = Cyy − Cyx·Cxx⁺·Cxy. */
public final class ResidualCovariance {

    /** Eigenvalues of the condition's covariance below this, relative to its largest, are rounding: constant or doubled columns. */
    private static final double NOISE = 1e-10;

    private ResidualCovariance() {}

    /**
     * Eigenvalues of R, of divisor N, the largest first. O(N·F²) and O(F³): a few thousand rows of up to a thousand numbers take seconds.
     *
     * @param from first column of the output
     * @param to after its last column; all other columns are the condition
     */
    public static List<Double> eigenvalues(Batch rows, int from, int to) {
        int width = rows.width();
        int outputs = to - from;
        int conditions = width - outputs;
        if (rows.rows() == 0 || from < 0 || to > width || outputs < 1) {
            throw new IllegalArgumentException("residual covariance: nothing to look at: rows=" + rows.rows() + " from="
                    + from + " to=" + to + " width=" + width + "; give rows with an output");
        }
        double[] covariance = covariance(rows.features().dense(), rows.rows(), order(from, to, width));
        double[] residual = new double[outputs * outputs];
        double[] gain = gain(covariance, width, conditions);
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < outputs; j++) {
                double explained = 0;
                for (int k = 0; k < conditions; k++) {
                    explained += gain[i * conditions + k] * covariance[k * width + conditions + j];
                }
                residual[i * outputs + j] = covariance[(conditions + i) * width + conditions + j] - explained;
            }
        }
        return Arrays.stream(Spectrum.of(residual, outputs).values())
                .map(value -> Math.max(0, value))
                .boxed()
                .toList();
    }

    /** Columns with the condition first. */
    private static int[] order(int from, int to, int width) {
        return IntStream.concat(
                        IntStream.range(0, width).filter(column -> column < from || column >= to),
                        IntStream.range(from, to))
                .toArray();
    }

    /** Cyx·Cxx⁺, {@code [outputs, conditions]}. */
    private static double[] gain(double[] covariance, int width, int conditions) {
        int outputs = width - conditions;
        double[] gain = new double[outputs * conditions];
        if (conditions == 0) {
            return gain;
        }
        double[] own = new double[conditions * conditions];
        for (int i = 0; i < conditions; i++) {
            System.arraycopy(covariance, i * width, own, i * conditions, conditions);
        }
        Spectrum spectrum = Spectrum.of(own, conditions);
        double least = NOISE * spectrum.values()[0];
        double[] inverse = spectrum.mapped(value -> value > least ? 1 / value : 0);
        for (int i = 0; i < outputs; i++) {
            for (int k = 0; k < conditions; k++) {
                double cross = covariance[(conditions + i) * width + k];
                for (int j = 0; j < conditions; j++) {
                    gain[i * conditions + j] += cross * inverse[k * conditions + j];
                }
            }
        }
        return gain;
    }

    private static double[] covariance(float[] rows, int count, int[] columns) {
        int width = columns.length;
        double[] mean = new double[width];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < width; i++) {
                mean[i] += rows[r * width + columns[i]] / (double) count;
            }
        }
        double[] covariance = new double[width * width];
        double[] row = new double[width];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < width; i++) {
                row[i] = rows[r * width + columns[i]] - mean[i];
            }
            for (int i = 0; i < width; i++) {
                double scaled = row[i] / count;
                for (int j = 0; j < width; j++) {
                    covariance[i * width + j] += scaled * row[j];
                }
            }
        }
        return covariance;
    }
}
