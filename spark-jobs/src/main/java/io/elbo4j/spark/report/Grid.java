package io.elbo4j.spark.report;

import java.util.List;

/**
 * A matrix whose cells are shaded by their value.
 *
 * @param title above it
 * @param note below it
 * @param columns their names
 * @param rows top down
 */
record Grid(String title, String note, List<String> columns, List<Row> rows) {

    /** A row with its name. */
    record Row(String name, List<Cell> cells) {}

    /**
     * A cell.
     *
     * @param text what it says
     * @param shade a class of {@code page.css}: {@code h0} to {@code h5}, or {@code later} for what is only looked ahead at
     */
    record Cell(String text, String shade) {}
}
