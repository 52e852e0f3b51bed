package io.elbo4j.models.cvae;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;

/**
 * Images of one leaning bar, whose class (length), lean and thickness are known; where it stands is not told.
 *
 * @param batch of {@code SIDE} by {@code SIDE} pixels, 0 or 1; targets are classes
 * @param lean columns to the right a row up, {@code [B]}
 * @param thickness in columns, {@code [B]}
 */
record Sprites(Batch batch, double[] lean, int[] thickness) {

    static final int SIDE = 12;

    static Sprites of(int rows, long seed) {
        float[] images = new float[rows * SIDE * SIDE];
        float[] targets = new float[rows];
        double[] lean = new double[rows];
        int[] thickness = new int[rows];
        for (int r = 0; r < rows; r++) {
            Key key = Key.of(seed).fold(r);
            int tall = key.uniform(0) < 0.5 ? 0 : 1;
            lean[r] = key.uniform(1) < 0.5 ? -0.5 : 0.5;
            thickness[r] = key.uniform(2) < 0.5 ? 1 : 3;
            targets[r] = tall;
            int height = tall == 1 ? 10 : 5;
            int shift = (int) (3 * key.uniform(3)) - 1;
            for (int y = 0; y < height; y++) {
                int row = 1 + y;
                int centre = SIDE / 2 + shift + (int) Math.round(lean[r] * (height / 2.0 - y));
                for (int x = 0; x < thickness[r]; x++) {
                    images[(r * SIDE + row) * SIDE + Math.min(SIDE - 1, Math.max(0, centre + x - 1))] = 1;
                }
            }
        }
        return new Sprites(new Batch(images, targets, SIDE * SIDE), lean, thickness);
    }
}
