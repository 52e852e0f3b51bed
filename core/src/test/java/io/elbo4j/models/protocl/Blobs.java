package io.elbo4j.models.protocl;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;

/** Rows around one point of the plane for each class. */
final class Blobs {

    private static final double[][] CENTRES = {{-2, 0}, {2, 0}, {0, 2}, {0, -2}};

    private Blobs() {}

    /** Rows of classes from (inclusive) to (exclusive), in turn. */
    static Batch of(int rows, int from, int to, long seed) {
        float[] features = new float[2 * rows];
        float[] targets = new float[rows];
        Key.of(seed).gaussians(features);
        for (int r = 0; r < rows; r++) {
            int own = from + r % (to - from);
            targets[r] = own;
            for (int f = 0; f < 2; f++) {
                features[2 * r + f] = (float) (CENTRES[own][f] + 0.5 * features[2 * r + f]);
            }
        }
        return new Batch(features, targets, 2);
    }
}
