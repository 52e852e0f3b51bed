import io.elbo4j.spark.cli.Main;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Many rounds in one process: whether memory and the time of a round stay flat. A shorter training goes before, in the same process, until the
 * compiler has done its work. Run as a source file by soak.sh; the arguments are those of the command, and the last line that it prints is JSON.
 */
public final class Soak {

    private static final int EARLY = 100;
    private static final int ENDS = 200;
    private static final int WARM_UP = 1000;

    private final List<Double> seconds = new ArrayList<>();
    private long last = System.nanoTime();
    private double early;

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        int warm = Main.run(warmUp(arguments));
        if (warm != 0) {
            System.exit(warm);
        }
        Soak soak = new Soak();
        System.setOut(new PrintStream(soak.watched(), true, StandardCharsets.UTF_8));
        int code = Main.run(arguments);
        System.setOut(out);
        System.out.println(soak.figures(code));
        System.exit(code);
    }

    /** The same training for fewer rounds into a folder beside: the last setting of a key counts. */
    private static String[] warmUp(String[] arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.replaceAll(word -> word.endsWith("/run") ? word + "-warm-up" : word);
        words.addAll(List.of("--set", "train.rounds=" + WARM_UP));
        return words.toArray(String[]::new);
    }

    /** Live progress is one carriage return a round. */
    private OutputStream watched() {
        return new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int count) {
                if (new String(bytes, from, count, StandardCharsets.UTF_8).startsWith("\rround ")) {
                    round();
                }
            }
        };
    }

    private void round() {
        long now = System.nanoTime();
        seconds.add((now - last) * 1e-9);
        last = now;
        if (seconds.size() == EARLY) {
            early = residentMebibytes();
        }
    }

    private String figures(int code) {
        double end = residentMebibytes();
        double first = median(seconds.subList(0, ENDS));
        double warm = median(seconds.subList(ENDS, 2 * ENDS));
        double late = median(seconds.subList(seconds.size() - ENDS, seconds.size()));
        return String.format(
                Locale.ROOT,
                "{\"exitCode\": %d, \"rounds\": %d, \"residentMiBAfterRound100\": %.1f, \"residentMiBAtEnd\": %.1f,"
                        + " \"residentRatio\": %.4f, \"medianSecondsOfFirst200\": %.5f, \"medianSecondsOfLast200\": %.5f,"
                        + " \"timeRatio\": %.4f, \"medianSecondsOfSecond200\": %.5f, \"timeRatioToSecond200\": %.4f}",
                code, seconds.size(), early, end, end / early, first, late, late / first, warm, late / warm);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static double residentMebibytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
            throw new IllegalStateException("no VmRSS in /proc/self/status");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
