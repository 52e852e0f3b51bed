package io.elbo4j.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of numbers from CSV text. A first line with anything but numbers names the columns, which are then found by name, whatever
 * their order and whatever else there is; without one, each line holds the features in their order.
 */
final class CsvRows {

    private final BufferedReader in;
    private final List<String> features;
    private final List<Integer> columns = new ArrayList<>();
    private int width;
    private long line;
    private List<String> first;

    CsvRows(BufferedReader in, List<String> features) throws IOException {
        this.in = in;
        this.features = features;
        this.first = cells();
        this.width = first.size();
        if (first.stream().allMatch(CsvRows::isNumber)) {
            if (!first.isEmpty() && width != features.size()) {
                throw new IllegalArgumentException("csv: another number of columns: columns=" + width + " features="
                        + features.size() + "; give the features alone, or a first line with their names");
            }
            for (int f = 0; f < features.size(); f++) {
                columns.add(f);
            }
            return;
        }
        Map<String, Integer> byName = new HashMap<>();
        for (int c = 0; c < first.size(); c++) {
            byName.putIfAbsent(first.get(c), c);
        }
        for (String feature : features) {
            Integer column = byName.get(feature);
            if (column == null) {
                throw new IllegalArgumentException("csv: column missing: column=" + feature
                        + "; the model was trained on it, add it or correct its name");
            }
            columns.add(column);
        }
        first = cells();
    }

    /** The next row, or an empty array behind the last one. */
    float[] next() throws IOException {
        List<String> cells = first;
        if (cells.isEmpty()) {
            return new float[0];
        }
        first = cells();
        long here = line - (first.isEmpty() ? 0 : 1);
        if (cells.size() != width) {
            throw new IllegalArgumentException("csv: ragged row: line=" + here + " columns=" + cells.size()
                    + " expected=" + width + "; give every row the same columns");
        }
        float[] row = new float[features.size()];
        for (int f = 0; f < row.length; f++) {
            String cell = cells.get(columns.get(f));
            row[f] = isNumber(cell) ? Float.parseFloat(cell) : Float.NaN;
            if (!Float.isFinite(row[f])) {
                throw new IllegalArgumentException("csv: not a finite number: line=" + here + " column="
                        + features.get(f) + " value=" + cell + "; correct it or leave the row out");
            }
        }
        return row;
    }

    /** The cells of the next line that is not blank; none behind the last one. */
    private List<String> cells() throws IOException {
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            line++;
            if (!text.isBlank()) {
                return split(text);
            }
        }
        return List.of();
    }

    /** Cells may be quoted; a quote inside is doubled. */
    private static List<String> split(String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (doubled) {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private static boolean isNumber(String cell) {
        try {
            Float.parseFloat(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
