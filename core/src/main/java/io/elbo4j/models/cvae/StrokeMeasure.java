package io.elbo4j.models.cvae;

/** Slant and thickness of what is drawn on an image of pixels that are on or off. */
public final class StrokeMeasure {

    private StrokeMeasure() {}

    /**
     * Columns to the right a row up, by the second moments: −Σ(x − x̄)(y − ȳ) / Σ(y − ȳ)², y downwards; 0 is upright. 0 of what
     * lies in one row.
     *
     * @param image {@code [.., height · width]}, 0 or 1
     * @param at its first pixel
     */
    public static double slant(float[] image, int at, int height, int width) {
        double count = 0;
        double sumX = 0;
        double sumY = 0;
        double squares = 0;
        double products = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double on = image[at + y * width + x];
                count += on;
                sumX += on * x;
                sumY += on * y;
                squares += on * y * y;
                products += on * x * y;
            }
        }
        double variance = squares - sumY * sumY / Math.max(1, count);
        return variance > 0 ? -(products - sumX * sumY / count) / variance : 0;
    }

    /**
     * Pixels across a stroke: twice the area over the length of the outline, which is all sides between a pixel that is on and one that is
     * not. 0 of nothing.
     */
    public static double thickness(float[] image, int at, int height, int width) {
        double area = 0;
        int outline = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = at + y * width + x;
                if (image[pixel] == 0) {
                    continue;
                }
                area++;
                outline += x == 0 || image[pixel - 1] == 0 ? 1 : 0;
                outline += x == width - 1 || image[pixel + 1] == 0 ? 1 : 0;
                outline += y == 0 || image[pixel - width] == 0 ? 1 : 0;
                outline += y == height - 1 || image[pixel + width] == 0 ? 1 : 0;
            }
        }
        return outline == 0 ? 0 : 2 * area / outline;
    }
}
