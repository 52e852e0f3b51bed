package io.elbo4j.data;

/** Rows in both forms. */
public final class RowsOf {

    private RowsOf() {}

    /** The non-zeros of rows that are written out. */
    public static SparseFeatures sparse(float[] dense, int width) {
        int count = 0;
        for (float each : dense) {
            count += each == 0 ? 0 : 1;
        }
        int[] from = new int[dense.length / width + 1];
        int[] column = new int[count];
        float[] value = new float[count];
        int at = 0;
        for (int i = 0; i < dense.length; i++) {
            if (dense[i] != 0) {
                column[at] = i % width;
                value[at++] = dense[i];
            }
            from[i / width + 1] = at;
        }
        return new SparseFeatures(width, from, column, value);
    }

    /** Sparse rows written out. */
    public static float[] dense(SparseFeatures rows) {
        float[] dense = new float[rows.rows() * rows.width()];
        for (int r = 0; r < rows.rows(); r++) {
            for (int e = rows.from()[r]; e < rows.from()[r + 1]; e++) {
                dense[r * rows.width() + rows.column()[e]] = rows.value()[e];
            }
        }
        return dense;
    }
}
