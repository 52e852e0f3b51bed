package io.elbo4j.serve;

import io.elbo4j.data.Numbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of numbers from CSV text. A first line with anything but numbers names the columns, which are then found by name, whatever
 * their order and whatever else there is; without one, each line holds the features in their order.
 */
final class CsvRows {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private final List<String> features;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<Integer> columns = new ArrayList<>();
    private List<String> first = List.of();
    private int width;

    CsvRows(BufferedReader in, List<String> features) throws IOException {
        this.features = features;
        this.parser = CSVParser.builder().setReader(in).setFormat(FORMAT).get();
        this.records = parser.iterator();
        if (!records.hasNext()) {
            return;
        }
        List<String> cells = cells();
        width = cells.size();
        boolean numbers = cells.stream().allMatch(CsvRows::isNumber);
        Map<String, Integer> byName = new HashMap<>();
        for (int c = 0; c < width; c++) {
            byName.putIfAbsent(cells.get(c), c);
        }
        if (numbers && width != features.size()) {
            throw new IllegalArgumentException("csv: another number of columns: columns=" + width + " features="
                    + features.size() + "; give the features alone, or a first line with their names");
        }
        for (int f = 0; f < features.size(); f++) {
            int column = numbers ? f : byName.getOrDefault(features.get(f), -1);
            if (column < 0) {
                throw new IllegalArgumentException("csv: column missing: column=" + features.get(f)
                        + "; the model was trained on it, add it or correct its name");
            }
            columns.add(column);
        }
        first = numbers ? cells : List.of();
    }

    /** The next row, or an empty array behind the last one. */
    float[] next() {
        if (first.isEmpty() && !records.hasNext()) {
            return new float[0];
        }
        List<String> cells = first.isEmpty() ? cells() : first;
        first = List.of();
        if (cells.size() != width) {
            throw new IllegalArgumentException("csv: ragged row: line=" + parser.getCurrentLineNumber() + " columns="
                    + cells.size() + " expected=" + width + "; give every row the same columns");
        }
        float[] row = new float[features.size()];
        for (int f = 0; f < row.length; f++) {
            String cell = cells.get(columns.get(f));
            row[f] = number(cell);
            if (!Float.isFinite(row[f])) {
                throw new IllegalArgumentException("csv: not a finite number: line=" + parser.getCurrentLineNumber()
                        + " column=" + features.get(f) + " value=" + cell + "; correct it or leave the row out");
            }
        }
        return row;
    }

    private List<String> cells() {
        return records.next().toList().stream().map(String::strip).toList();
    }

    private static boolean isNumber(String cell) {
        return !Float.isNaN(number(cell)) || cell.equalsIgnoreCase("nan");
    }

    /** NaN where it is no number. */
    private static float number(String cell) {
        try {
            return Numbers.parse(cell);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
