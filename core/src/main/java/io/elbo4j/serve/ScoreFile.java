package io.elbo4j.serve;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.eval.PredictionTable;
import io.elbo4j.eval.PredictiveDistribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * {@code java -jar elbo4j-scorer.jar MODEL [FILE]}: reads a CSV file (or standard input) and prints a prediction for each row, with
 * the columns of {@code bin/elbo4j predict}. Exit codes: 0, 2 for usage, 3 for data or a model that cannot be read.
 */
public final class ScoreFile {

    /** Rows that are scored together. */
    private static final int CHUNK_ROWS = 512;

    private final Scorer scorer;
    private final PrintStream out;
    private long printed;

    private ScoreFile(Scorer scorer, PrintStream out) {
        this.scorer = scorer;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, new PrintStream(System.out, false, StandardCharsets.UTF_8), System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream errors) {
        if (arguments.length < 1 || arguments.length > 2 || arguments[0].startsWith("-")) {
            errors.println(
                    "usage: java -jar elbo4j-scorer.jar MODEL [FILE.csv]; without FILE, rows come from standard input");
            return 2;
        }
        try (BufferedReader in = arguments.length == 2
                ? Files.newBufferedReader(Path.of(arguments[1]))
                : new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            new ScoreFile(Scorer.open(Path.of(arguments[0])), out).score(in);
            return 0;
        } catch (CorruptModelException | IllegalArgumentException e) {
            errors.println("error: " + e.getMessage());
            return 3;
        } catch (IOException | UncheckedIOException e) {
            errors.println("error: csv: cannot be read: cause=" + e + "; check the file's name and its text (UTF-8)");
            return 3;
        } finally {
            out.flush();
        }
    }

    private void score(BufferedReader in) throws IOException {
        CsvRows rows = new CsvRows(in, scorer.features());
        int width = scorer.features().size();
        float[] chunk = new float[CHUNK_ROWS * width];
        int filled = 0;
        for (float[] row = rows.next(); row.length > 0; row = rows.next()) {
            System.arraycopy(row, 0, chunk, filled * width, width);
            filled++;
            if (filled == CHUNK_ROWS) {
                print(scorer.score(chunk));
                filled = 0;
            }
        }
        if (filled > 0 || printed == 0) {
            print(scorer.score(Arrays.copyOf(chunk, filled * width)));
        }
    }

    private void print(PredictiveDistribution prediction) {
        List<String> columns = scorer.columns();
        if (printed == 0) {
            out.println("row," + String.join(",", columns));
        }
        PredictionTable table = new PredictionTable(prediction);
        for (int i = 0; i < table.rows(); i++) {
            List<Number> cells = table.row(i);
            StringJoiner line = new StringJoiner(",", printed++ + ",", ",".repeat(columns.size() - cells.size()));
            cells.forEach(cell -> line.add(cell.toString()));
            out.println(line);
        }
    }
}
