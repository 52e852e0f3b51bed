package io.elbo4j.conjugate;

/**
 * Inverse and determinant by elimination with pivots: slow, plain, and no relative of the Cholesky factors under test.
 *
 * @param inverse {@code [size, size]}, row-major
 * @param logDeterminant ln |det|
 */
public record GaussJordan(double[] inverse, double logDeterminant) {

    /** Of a regular matrix {@code [size, size]}, row-major. */
    public static GaussJordan of(double[] matrix, int size) {
        double[][] rows = new double[size][2 * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(matrix, i * size, rows[i], 0, size);
            rows[i][size + i] = 1;
        }
        double logDeterminant = 0;
        for (int pivot = 0; pivot < size; pivot++) {
            int best = pivot;
            for (int i = pivot; i < size; i++) {
                best = Math.abs(rows[i][pivot]) > Math.abs(rows[best][pivot]) ? i : best;
            }
            double[] row = rows[best];
            rows[best] = rows[pivot];
            rows[pivot] = row;
            double divisor = row[pivot];
            logDeterminant += Math.log(Math.abs(divisor));
            for (int j = 0; j < 2 * size; j++) {
                row[j] /= divisor;
            }
            for (int i = 0; i < size; i++) {
                double factor = rows[i][pivot];
                for (int j = 0; j < 2 * size && i != pivot; j++) {
                    rows[i][j] -= factor * row[j];
                }
            }
        }
        double[] inverse = new double[size * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(rows[i], size, inverse, i * size, size);
        }
        return new GaussJordan(inverse, logDeterminant);
    }
}
