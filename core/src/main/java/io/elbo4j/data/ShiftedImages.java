package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * Images moved by a few pixels, each by a random number of them down and to the right; what comes in from outside repeats the border. So few
 * images stand for more that look alike: the vicinity of each in place of the image alone (Chapelle et al., "Vicinal risk minimization",
 * NIPS 2000).
 *
 * @param height of an image; a row has one such a channel
 * @param width of an image
 * @param most pixels in each direction; 0 leaves rows of any kind as they are
 */
public record ShiftedImages(int height, int width, int most) implements Serializable {

    /** Leaves rows as they are. */
    public static final ShiftedImages NONE = new ShiftedImages(1, 1, 0);

    public ShiftedImages {
        if (height < 1 || width < 1 || most < 0 || (most > 0 && most >= Math.max(height, width))) {
            throw new IllegalArgumentException("images: cannot be moved so far: pixels=" + most + " height=" + height
                    + " width=" + width + "; move them by less than their size");
        }
    }

    /** Every image, each moved by a draw of its own. */
    public Batch of(Batch rows, Key key) {
        if (most == 0) {
            return rows;
        }
        float[] from = rows.features().dense();
        float[] to = new float[from.length];
        for (int row = 0; row < rows.rows(); row++) {
            int down = drawn(key, 2L * row);
            int right = drawn(key, 2L * row + 1);
            int end = (row + 1) * rows.width();
            for (int image = row * rows.width(); image < end; image += height * width) {
                move(from, to, image, down, right);
            }
        }
        return new Batch(to, rows.targets(), rows.width());
    }

    /** Uniform on −most .. most. */
    private int drawn(Key key, long counter) {
        return (int) (key.uniform(counter) * (2 * most + 1)) - most;
    }

    private void move(float[] from, float[] to, int image, int down, int right) {
        for (int y = 0; y < height; y++) {
            int line = image + inside(y - down, height) * width;
            for (int x = 0; x < width; x++) {
                to[image + y * width + x] = from[line + inside(x - right, width)];
            }
        }
    }

    private static int inside(int at, int size) {
        return Math.max(0, Math.min(size - 1, at));
    }
}
