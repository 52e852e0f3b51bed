package io.elbo4j.spark.run;

import io.elbo4j.merge.rule.Exactness;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One live line in a terminal; elsewhere a plain line now and then. */
public final class Progress {

    private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;
    private final PrintStream out;
    private final boolean live;
    private final long started = System.nanoTime();
    private long lastPlain;
    private double accuracy = Double.NaN;
    private String accuracyName = "";

    /** To a stream; {@code live} rewrites one line. */
    public Progress(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    void data(long rows, List<String> constantFeatures) {
        out.println("training rows: " + rows);
        if (!constantFeatures.isEmpty()) {
            List<String> some = constantFeatures.subList(0, Math.min(5, constantFeatures.size()));
            out.println("constant features (kept): " + constantFeatures.size() + ", for example " + some);
        }
    }

    /** How shards' beliefs become one, and what that is worth. */
    void merge(String rule, Exactness exactness) {
        String kind = exactness.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        out.println("merge: " + rule + ", " + kind + ": " + exactness.reason());
    }

    /** A layer never loses its last weight, whatever the density; then it should be known. */
    void thinLayers(List<String> layers) {
        if (!layers.isEmpty()) {
            out.println("layers with one active weight (kept): " + layers + "; a higher model.density gives them more");
        }
    }

    void round(int round, int rounds, Map<String, Object> line, long rows) {
        for (String name : List.of("heldOutAccuracy", "heldOutRmse")) {
            if (line.get(name) instanceof Double value) {
                accuracy = value;
                accuracyName = name.equals("heldOutAccuracy") ? "held-out accuracy" : "held-out rmse";
            }
        }
        if (!line.containsKey("elbo") && round < rounds) {
            return;
        }
        long now = System.nanoTime();
        double seconds = (now - started) * 1e-9;
        String text = String.format(
                Locale.ROOT,
                "round %d/%d  ELBO/row %.4f  NLL %.4f  active %s  %s  ETA %.0f s",
                round,
                rounds,
                number(line, "elbo") / rows,
                number(line, "nll"),
                line.get("activeWeights") instanceof Double active ? String.format(Locale.ROOT, "%.0f", active) : "all",
                accuracyName.isEmpty() ? "" : String.format(Locale.ROOT, "%s %.4f", accuracyName, accuracy),
                seconds / round * (rounds - round));
        if (live) {
            out.print("\r" + text + "\033[K" + (round == rounds ? "\n" : ""));
            out.flush();
        } else if (round == rounds || now - lastPlain > PLAIN_INTERVAL_NANOS) {
            out.println(text);
            lastPlain = now;
        }
    }

    private static double number(Map<String, Object> line, String name) {
        return line.get(name) instanceof Double value ? value : Double.NaN;
    }
}
