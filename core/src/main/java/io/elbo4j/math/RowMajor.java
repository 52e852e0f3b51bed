package io.elbo4j.math;

/** Products of small matrices in flat row-major arrays. */
public final class RowMajor {

    private RowMajor() {}

    /**
     * left · right.
     *
     * @param left {@code [M, inner]}
     * @param right {@code [inner, N]}
     * @return {@code [M, N]}
     */
    public static double[] product(double[] left, double[] right, int inner) {
        int rows = left.length / inner;
        int columns = right.length / inner;
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                double factor = left[i * inner + k];
                for (int j = 0; j < columns; j++) {
                    product[i * columns + j] += factor * right[k * columns + j];
                }
            }
        }
        return product;
    }

    /**
     * leftᵀ · right.
     *
     * @param left {@code [inner, M]}
     * @param right {@code [inner, N]}
     * @return {@code [M, N]}
     */
    public static double[] productOfTransposed(double[] left, double[] right, int inner) {
        return product(transposed(left, left.length / inner), right, inner);
    }

    /**
     * The transposed matrix.
     *
     * @param matrix {@code [M, columns]}
     * @return {@code [columns, M]}
     */
    public static double[] transposed(double[] matrix, int columns) {
        int rows = matrix.length / columns;
        double[] transposed = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = matrix[i * columns + j];
            }
        }
        return transposed;
    }
}
