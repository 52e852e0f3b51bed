package io.elbo4j.spark.report;

import java.util.List;

/**
 * A part of a page.
 *
 * @param title its heading
 * @param charts side by side where there is room
 * @param grids below them
 * @param albums below those
 * @param tables below those
 * @param texts long ones, folded
 */
record Section(
        String title, List<Chart> charts, List<Grid> grids, List<Album> albums, List<Table> tables, List<Text> texts) {

    /** Tables without rows say nothing. */
    Section {
        tables = tables.stream().filter(table -> !table.rows().isEmpty()).toList();
    }

    /** Without pictures. */
    Section(String title, List<Chart> charts, List<Grid> grids, List<Table> tables, List<Text> texts) {
        this(title, charts, grids, List.of(), tables, texts);
    }

    /** A long text that opens when asked to. */
    record Text(String title, String text) {}

    static Section ofCharts(String title, List<Chart> charts) {
        return new Section(title, charts, List.of(), List.of(), List.of());
    }

    static Section ofTables(String title, Table... tables) {
        return new Section(title, List.of(), List.of(), List.of(tables), List.of());
    }

    boolean isEmpty() {
        return charts.isEmpty() && grids.isEmpty() && albums.isEmpty() && tables.isEmpty() && texts.isEmpty();
    }
}
