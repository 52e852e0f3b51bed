package io.elbo4j.data;

/**
 * Pixels that are on or off: 1 above a half, else 0. Static, so that every pass sees the same rows and a bound is of one data set.
 */
public record BinaryPixels() implements RowView {

    @Override
    public Batch of(Batch rows) {
        return new Batch(on(rows.features().dense()), rows.targets(), rows.width());
    }

    @Override
    public int width(int inputs) {
        return inputs;
    }

    /**
     * Each pixel by itself.
     *
     * @throws IllegalArgumentException when one is not from 0 to 1
     */
    public static float[] on(float[] pixels) {
        float[] on = new float[pixels.length];
        for (int i = 0; i < on.length; i++) {
            if (!(pixels[i] >= 0 && pixels[i] <= 1)) {
                throw new IllegalArgumentException("pixels: out of range: value=" + pixels[i]
                        + "; they are from 0 to 1: divide by the largest, and set data.standardise=false");
            }
            on[i] = pixels[i] > 0.5f ? 1 : 0;
        }
        return on;
    }
}
