package io.elbo4j.spark.report;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal. */
final class TextTable {

    private static final int MOST_SIGNS = 40;

    private TextTable() {}

    static String of(Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream().map(TextTable::end).toList());
        for (Table.Row row : table.rows()) {
            List<String> line = new ArrayList<>(List.of(end(row.name())));
            row.cells().forEach(cell -> line.add(end(cell.text()) + (cell.better() ? " *" : "  ")));
            lines.add(line);
        }
        int[] widths = new int[table.columns().size()];
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (int l = 0; l < lines.size(); l++) {
            List<String> line = lines.get(l);
            StringBuilder out = new StringBuilder(pad(line.get(0), widths[0], false));
            for (int i = 1; i < widths.length; i++) {
                // Above the numbers, and not above their marks.
                out.append("  ").append(pad(line.get(i) + (l == 0 ? "  " : ""), widths[i] + 2, true));
            }
            text.append(out.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Of a long path its end says more than its beginning. Control characters would move the terminal's cursor. */
    private static String end(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > MOST_SIGNS ? "..." + plain.substring(plain.length() - MOST_SIGNS + 3) : plain;
    }

    private static String pad(String text, int width, boolean right) {
        String gap = " ".repeat(Math.max(0, width - text.length()));
        return right ? gap + text : text + gap;
    }
}
