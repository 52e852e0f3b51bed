package io.elbo4j.spark.report;

import io.elbo4j.eval.ImageGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures in rows and columns.
 *
 * @param title above it
 * @param note below it
 * @param columns their names; empty where they have none
 * @param rows top down
 */
record Album(String title, String note, List<String> columns, List<Row> rows) {

    /** A row with its name. */
    record Row(String name, List<Image> images) {}

    /**
     * A picture.
     *
     * @param address that holds all of it
     * @param words what it is, for those who cannot see it
     */
    record Image(String address, String words) {}

    /** Of pictures that a run kept. */
    static Album of(ImageGrid grid) {
        List<Row> rows = new ArrayList<>();
        for (ImageGrid.Row row : grid.rows()) {
            List<Image> images = new ArrayList<>();
            for (int i = 0; i < row.pictures().size(); i++) {
                String column = grid.columns().isEmpty()
                        ? String.valueOf(i + 1)
                        : grid.columns().get(i);
                images.add(new Image(
                        PngPicture.dataUri(row.pictures().get(i), grid.height(), grid.width()),
                        row.name() + ", " + column));
            }
            rows.add(new Row(row.name(), images));
        }
        return new Album(grid.title(), grid.note(), grid.columns(), rows);
    }

    boolean hasColumns() {
        return !columns.isEmpty();
    }
}
