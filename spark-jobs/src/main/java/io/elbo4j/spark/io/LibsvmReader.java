package io.elbo4j.spark.io;

import io.elbo4j.data.Numbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/** The lines of one libsvm file: {@code label index:value ...}, indices from 1 in ascending order, {@code #} comments. */
final class LibsvmReader implements RowReader {

    private final String file;
    private final BufferedReader lines;
    private final int width;
    private int line;
    private int highest;
    private float target = Float.NaN;

    /**
     * @param width F; 0 to find the highest index only, with cells left alone
     */
    LibsvmReader(Storage storage, String file, int width) throws IOException {
        this.file = file;
        this.width = width;
        this.lines =
                new BufferedReader(new InputStreamReader(storage.openDecoded(file), StandardCharsets.UTF_8), 1 << 16);
    }

    /** The highest index so far. */
    int highest() {
        return highest;
    }

    @Override
    public boolean next(RowCells row) throws IOException, RowFault {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            int comment = text.indexOf('#');
            StringTokenizer tokens = new StringTokenizer(comment < 0 ? text : text.substring(0, comment));
            if (tokens.hasMoreTokens()) {
                fill(tokens, row);
                return true;
            }
        }
        return false;
    }

    private void fill(StringTokenizer tokens, RowCells row) throws RowFault {
        target = number(tokens.nextToken(), "label");
        int last = 0;
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            int colon = token.indexOf(':');
            int index = colon < 1 ? 0 : index(token.substring(0, colon));
            if (index <= last) {
                throw fault("libsvm: entry is not an ascending index and a value", "value=\"" + token + "\"");
            }
            if (width > 0 && index > width) {
                throw fault("libsvm: index above the number of features", "index=" + index + " features=" + width);
            }
            float value = number(token.substring(colon + 1), "f" + index);
            if (width > 0) {
                row.put(index - 1, value);
            }
            last = index;
        }
        highest = Math.max(highest, last);
    }

    /** 0 when it is none. */
    private static int index(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private float number(String text, String column) throws RowFault {
        try {
            return Numbers.parse(text);
        } catch (NumberFormatException e) {
            throw fault("libsvm: value is not a number", "column=" + column + " value=\"" + text + "\"");
        }
    }

    private RowFault fault(String what, String details) {
        return new RowFault(
                what,
                file,
                where() + details,
                "lines are: label index:value ..., indices from 1 (see options.features)");
    }

    @Override
    public float target() {
        return target;
    }

    @Override
    public String where() {
        return "line=" + line + " ";
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
