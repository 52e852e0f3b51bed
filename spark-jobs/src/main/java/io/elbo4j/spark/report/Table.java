package io.elbo4j.spark.report;

import java.util.List;

/**
 * A table of texts.
 *
 * @param title above it
 * @param columns their names, the first of the rows' names; empty where none are needed
 * @param rows top down
 */
record Table(String title, List<String> columns, List<Row> rows) {

    boolean hasColumns() {
        return !columns.isEmpty();
    }

    /** A row with its name. */
    record Row(String name, List<Cell> cells) {

        static Row of(String name, String text) {
            return new Row(name, List.of(new Cell(text, false)));
        }
    }

    /**
     * A cell.
     *
     * @param text what it says
     * @param better whether it is the best of its row
     */
    record Cell(String text, boolean better) {}
}
