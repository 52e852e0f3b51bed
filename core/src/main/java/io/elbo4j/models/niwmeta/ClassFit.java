package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import java.util.Arrays;

/**
 * The support of a class.
 *
 * @param quadratic log likelihood of its mean: A = number of rows, h = sum of features, {@code [E]} each
 * @param rows of the support that are the class's
 */
record ClassFit(Quadratic quadratic, int[] rows) {

    /**
     * Of each class.
     *
     * @param features {@code [rows, width]}, those of the support first
     * @param support with classes 0, 1, 2 ... as its targets
     * @throws IllegalArgumentException when a class has no row
     */
    static ClassFit[] of(float[] features, int width, Batch support) {
        int count = 0;
        for (float target : support.targets()) {
            count = Math.max(count, (int) target + 1);
        }
        ClassFit[] fits = new ClassFit[count];
        for (int k = 0; k < count; k++) {
            double[] sum = new double[width];
            int[] own = new int[support.rows()];
            int found = 0;
            for (int row = 0; row < own.length; row++) {
                if ((int) support.targets()[row] == k) {
                    own[found++] = row;
                    for (int e = 0; e < width; e++) {
                        sum[e] += features[row * width + e];
                    }
                }
            }
            if (found == 0) {
                throw new IllegalArgumentException("episode: class without a row to learn from: class=" + k
                        + " classes=" + count + "; number the classes of an episode from 0 without gaps");
            }
            double[] precision = new double[width];
            Arrays.fill(precision, found);
            fits[k] = new ClassFit(new Quadratic(precision, sum), Arrays.copyOf(own, found));
        }
        return fits;
    }
}
