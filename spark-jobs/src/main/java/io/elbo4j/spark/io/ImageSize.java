package io.elbo4j.spark.io;

import java.io.Serializable;
import java.util.List;

/**
 * How images become rows: as they are, or as squares of another size by the mean over the area that each new pixel covers.
 *
 * @param channels of an image
 * @param height in pixels
 * @param width in pixels
 * @param side height and width afterwards; 0 leaves both as they are
 */
record ImageSize(int channels, int height, int width, int side) implements Serializable {

    private static final int LARGEST = 1 << 12;

    /** What {@code options.imageSize} says; 0 where it is not set. */
    static int option(DataSource source) {
        String given = source.options().getOrDefault("imageSize", "0");
        try {
            int side = Integer.parseInt(given.strip());
            if (side >= 0 && side <= LARGEST) {
                return side;
            }
        } catch (NumberFormatException e) {
            // Reported below, as every other text that is no size.
        }
        throw new IllegalArgumentException("images: not a size: options.imageSize=" + given
                + "; use a whole number of pixels up to " + LARGEST + ", or 0 for images as they are");
    }

    /** {@code [channels, height, width]} of a row. */
    List<Integer> shape() {
        return side == 0 ? List.of(channels, height, width) : List.of(channels, side, side);
    }

    /** Numbers in a row. */
    int numbers() {
        return shape().stream().reduce(1, Math::multiplyExact);
    }

    /**
     * Puts an image into a row.
     *
     * @param pixels {@code [channels, height, width]}
     */
    void put(float[] pixels, RowCells row) {
        if (side == 0) {
            for (int i = 0; i < pixels.length; i++) {
                row.put(i, pixels[i]);
            }
            return;
        }
        int column = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    row.put(column++, (float) mean(pixels, c * height * width, y, x));
                }
            }
        }
    }

    /** The mean over the rectangle that new pixel (y, x) covers; old pixels at its edge count by their part. */
    private double mean(float[] pixels, int from, int y, int x) {
        double top = (double) y * height / side;
        double bottom = (y + 1.0) * height / side;
        double left = (double) x * width / side;
        double right = (x + 1.0) * width / side;
        double sum = 0;
        for (int i = (int) top; i < bottom && i < height; i++) {
            double tall = Math.min(bottom, i + 1) - Math.max(top, i);
            for (int j = (int) left; j < right && j < width; j++) {
                sum += tall * (Math.min(right, j + 1) - Math.max(left, j)) * pixels[from + i * width + j];
            }
        }
        return sum / ((bottom - top) * (right - left));
    }
}
