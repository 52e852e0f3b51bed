package io.elbo4j.math;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/** A symmetric matrix by its eigenvalues and eigenvectors; flat row-major arrays outside. */
public final class Spectrum {

    private final double[] values;
    private final double[] vectors;

    private Spectrum(double[] values, double[] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Decomposes a matrix.
     *
     * @param matrix {@code [size, size]}, row-major, symmetric and finite
     */
    public static Spectrum of(double[] matrix, int size) {
        RealMatrix rows = new Array2DRowRealMatrix(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                // The mean is exactly symmetric, whatever the rounding of the two halves was.
                double entry = 0.5 * (matrix[i * size + j] + matrix[j * size + i]);
                if (!Double.isFinite(entry)) {
                    throw new IllegalArgumentException("spectrum: matrix not finite: row=" + i + " column=" + j
                            + " entry=" + entry + "; look for NaN in the data");
                }
                rows.setEntry(i, j, entry);
                rows.setEntry(j, i, entry);
            }
        }
        EigenDecompositionSymmetric decomposition = new EigenDecompositionSymmetric(rows);
        double[] vectors = new double[size * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(decomposition.getEigenvector(i).toArray(), 0, vectors, i * size, size);
        }
        return new Spectrum(decomposition.getEigenvalues(), vectors);
    }

    /** Eigenvalues, the largest first. */
    public double[] values() {
        return values.clone();
    }

    /** The smallest eigenvalue. */
    public double least() {
        return values[values.length - 1];
    }

    /** The coordinate with the largest part in the eigenvector of the smallest eigenvalue. */
    public int coordinateOfLeast() {
        int size = values.length;
        int found = 0;
        for (int i = 1; i < size; i++) {
            if (Math.abs(vectors[(size - 1) * size + i]) > Math.abs(vectors[(size - 1) * size + found])) {
                found = i;
            }
        }
        return found;
    }

    /** The matrix with the same eigenvectors and with f of each eigenvalue: Σ f(λᵢ) vᵢ vᵢᵀ, {@code [size, size]}. */
    public double[] mapped(DoubleUnaryOperator f) {
        int size = values.length;
        double[] mapped = new double[size * size];
        for (int e = 0; e < size; e++) {
            double value = f.applyAsDouble(values[e]);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    // The product of the vector's entries first, so that both halves have the same bits.
                    mapped[i * size + j] += value * (vectors[e * size + i] * vectors[e * size + j]);
                }
            }
        }
        return mapped;
    }
}
