package io.elbo4j.spark.io;

import io.elbo4j.data.Numbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The records of one CSV file (RFC 4180: quotes, line ends within quotes), with their line numbers. */
final class CsvReader implements RowReader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final CsvLayout layout;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private boolean started;
    private float target = Float.NaN;

    CsvReader(Storage storage, String file, CsvLayout layout) throws IOException {
        this.file = file;
        this.layout = layout;
        this.parser = parser(storage, file, layout.delimiter());
        this.records = parser.iterator();
    }

    private static CSVParser parser(Storage storage, String file, char delimiter) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        InputStream bytes = storage.openDecoded(file);
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return CSVParser.builder().setReader(reader).setFormat(format).get();
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** The cells of the first record; empty when the file is. */
    static List<String> firstRecord(Storage storage, String file, char delimiter) throws IOException {
        try (CSVParser parser = parser(storage, file, delimiter)) {
            Iterator<CSVRecord> records = parser.iterator();
            return records.hasNext() ? cells(records.next()) : List.of();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<String> cells(CSVRecord record) {
        List<String> cells = new ArrayList<>();
        for (String cell : record) {
            cells.add(cell.strip());
        }
        return cells;
    }

    @Override
    public boolean next(RowCells cells) throws IOException, RowFault {
        try {
            if (!started) {
                started = true;
                start();
            }
            if (!records.hasNext()) {
                return false;
            }
            fill(records.next(), cells);
            return true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new RowFault(
                        "csv: quotes do not match",
                        file,
                        where() + "cause=" + e.getCause().getMessage(),
                        "double a quote within a quoted cell");
            }
            throw e;
        }
    }

    private void start() throws RowFault {
        if (!records.hasNext()) {
            throw new RowFault("csv: file is empty", file, "", "remove the file, or write it again");
        }
        if (layout.header()) {
            List<String> found = cells(records.next());
            if (!found.equals(layout.columns())) {
                throw new RowFault(
                        "csv: another header than in the first file",
                        file,
                        where() + "columns=" + found.size() + " expected=" + layout.columns(),
                        "files that are read together have the same columns in the same order");
            }
        }
    }

    private void fill(CSVRecord row, RowCells cells) throws RowFault {
        if (row.size() != layout.columns().size()) {
            throw new RowFault(
                    "csv: row has another number of cells",
                    file,
                    where() + "cells=" + row.size() + " expected="
                            + layout.columns().size() + " column="
                            + (row.size() < layout.columns().size()
                                    ? layout.columns().get(row.size()) + " (missing)"
                                    : "beyond "
                                            + layout.columns()
                                                    .get(layout.columns().size() - 1)),
                    "complete the row, or set options.delimiter");
        }
        int feature = 0;
        for (int c = 0; c < row.size(); c++) {
            float value;
            try {
                value = Numbers.parse(row.get(c));
            } catch (NumberFormatException e) {
                throw new RowFault(
                        c == layout.label() ? "csv: label is not a number" : "csv: cell is not a number",
                        file,
                        where() + "column=" + layout.columns().get(c) + " value=\"" + row.get(c) + "\"",
                        c == layout.label() ? "number the classes from 0" : "write a number, or drop the column");
            }
            if (c == layout.label()) {
                target = value;
            } else {
                cells.put(feature++, value);
            }
        }
    }

    @Override
    public float target() {
        return target;
    }

    @Override
    public String where() {
        return "line=" + parser.getCurrentLineNumber() + " ";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
