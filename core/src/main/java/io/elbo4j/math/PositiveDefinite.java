package io.elbo4j.math;

import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/** A symmetric positive definite matrix by its Cholesky factor; flat row-major arrays outside. */
public final class PositiveDefinite {

    private final CholeskyDecomposition cholesky;
    private final int size;

    private PositiveDefinite(CholeskyDecomposition cholesky, int size) {
        this.cholesky = cholesky;
        this.size = size;
    }

    /**
     * Factorises a matrix.
     *
     * @param matrix {@code [size, size]}, row-major
     * @throws IllegalArgumentException when it is not symmetric and positive definite
     */
    public static PositiveDefinite of(double[] matrix, int size) {
        RealMatrix rows = new Array2DRowRealMatrix(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                // A comparison with NaN is false, so the decomposition itself would let one pass.
                if (!Double.isFinite(matrix[i * size + j])) {
                    throw notPositiveDefinite(size, "an entry is " + matrix[i * size + j], null);
                }
                rows.setEntry(i, j, matrix[i * size + j]);
            }
        }
        try {
            return new PositiveDefinite(new CholeskyDecomposition(rows, 1e-9, 0), size);
        } catch (MathRuntimeException e) {
            throw notPositiveDefinite(size, e.getMessage(), e);
        }
    }

    /** The lower factor L with L·Lᵀ equal to the matrix, {@code [size, size]}. */
    public double[] factor() {
        return flat(cholesky.getL());
    }

    /** The inverse, made exactly symmetric, {@code [size, size]}. */
    public double[] inverse() {
        double[] inverse = flat(cholesky.getSolver().getInverse());
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (inverse[i * size + j] + inverse[j * size + i]);
                inverse[i * size + j] = mean;
                inverse[j * size + i] = mean;
            }
        }
        return inverse;
    }

    /** x with matrix·x = right side. */
    public double[] solve(double[] rightSide) {
        return cholesky.getSolver().solve(new ArrayRealVector(rightSide, false)).toArray();
    }

    /** ln det. */
    public double logDeterminant() {
        double sum = 0;
        RealMatrix l = cholesky.getL();
        for (int i = 0; i < size; i++) {
            sum += 2 * Math.log(l.getEntry(i, i));
        }
        return sum;
    }

    private static IllegalArgumentException notPositiveDefinite(
            int size, @Nullable String reason, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "cholesky: matrix not positive definite: size=" + size + " reason=" + reason
                        + "; raise the prior's precision (lower prior.variance)",
                cause);
    }

    private double[] flat(RealMatrix matrix) {
        double[] flat = new double[size * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(matrix.getRow(i), 0, flat, i * size, size);
        }
        return flat;
    }
}
