package io.elbo4j.eval;

import java.util.Base64;
import java.util.List;

/**
 * Grey pictures in rows and columns.
 *
 * @param title above it
 * @param note what is seen
 * @param height of a picture
 * @param width of a picture
 * @param columns their names; empty where they have none
 * @param rows top down
 */
public record ImageGrid(String title, String note, int height, int width, List<String> columns, List<Row> rows) {

    /**
     * Pictures side by side.
     *
     * @param name of the row
     * @param pictures a byte a pixel, row by row, 0 is black; in Base64
     */
    public record Row(String name, List<String> pictures) {

        public Row {
            pictures = List.copyOf(pictures);
        }
    }

    public ImageGrid {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * One picture.
     *
     * @param shades from 0, black, to 1, white
     * @param from the first of its pixels
     */
    public static String picture(float[] shades, int from, int pixels) {
        byte[] bytes = new byte[pixels];
        for (int i = 0; i < pixels; i++) {
            bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, shades[from + i])));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
