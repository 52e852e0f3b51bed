package io.elbo4j.data;

/**
 * The same square images, turned by another angle in each task; the first is as it is. Between pixels by the four nearest, and
 * 0 outside.
 *
 * @param tasks how many
 * @param degrees from one task to the next, against the clock
 * @param channels of an image
 */
public record TurnedImages(int tasks, double degrees, int channels) implements TaskStream {

    public TurnedImages {
        PermutedFeatures.requireTasks(tasks);
    }

    @Override
    public Batch of(Batch rows, int task) {
        int pixels = rows.width() / channels;
        int side = requireSquare(rows.width());
        if (task == 0) {
            return rows;
        }
        double angle = Math.toRadians(degrees * task);
        float[] from = rows.features().dense();
        float[] to = new float[from.length];
        double middle = (side - 1) / 2.0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double fromX = middle + Math.cos(angle) * (x - middle) - Math.sin(angle) * (y - middle);
                double fromY = middle + Math.sin(angle) * (x - middle) + Math.cos(angle) * (y - middle);
                for (int image = 0; image < from.length; image += pixels) {
                    to[image + y * side + x] = between(from, image, side, fromX, fromY);
                }
            }
        }
        return new Batch(to, rows.targets(), rows.width());
    }

    /**
     * The side of an image of so many numbers.
     *
     * @throws IllegalArgumentException when images are not square
     */
    public int requireSquare(int features) {
        int side = (int) Math.round(Math.sqrt((double) features / channels));
        if (side * side * channels != features) {
            throw new IllegalArgumentException("stream: only square images can be turned: features=" + features
                    + " channels=" + channels + "; use another stream.source");
        }
        return side;
    }

    private static float between(float[] from, int image, int side, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        return (float) ((1 - below)
                        * ((1 - right) * at(from, image, side, left, top)
                                + right * at(from, image, side, left + 1, top))
                + below
                        * ((1 - right) * at(from, image, side, left, top + 1)
                                + right * at(from, image, side, left + 1, top + 1)));
    }

    private static double at(float[] from, int image, int side, int x, int y) {
        return x < 0 || y < 0 || x >= side || y >= side ? 0 : from[image + y * side + x];
    }

    @Override
    public boolean whole() {
        return true;
    }
}
