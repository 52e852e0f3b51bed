package io.elbo4j.models.protocl;

/**
 * Embeddings of some rows, added up by class.
 *
 * @param embeddings {@code [C, E]}
 * @param rows {@code [C]}
 */
record ClassSums(double[] embeddings, double[] rows) {

    /** Of rows. */
    static ClassSums of(int classes, int width, float[] embeddings, float[] targets) {
        ClassSums sums = new ClassSums(new double[classes * width], new double[classes]);
        for (int r = 0; r < targets.length; r++) {
            int own = (int) targets[r];
            sums.rows[own]++;
            for (int e = 0; e < width; e++) {
                sums.embeddings[own * width + e] += embeddings[r * width + e];
            }
        }
        return sums;
    }

    /** Rows of each class. */
    static double[] counted(int classes, float[] targets) {
        double[] counts = new double[classes];
        for (float target : targets) {
            counts[(int) target]++;
        }
        return counts;
    }
}
