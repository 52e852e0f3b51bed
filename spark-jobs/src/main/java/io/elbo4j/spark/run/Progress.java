package io.elbo4j.spark.run;

import io.elbo4j.models.MergePromise;
import io.elbo4j.spark.io.DataProfile;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One live line in a terminal; elsewhere a plain line now and then. */
public final class Progress {

    private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;

    /** What is told of held-out rows, with what it is called. */
    private static final Map<String, String> HELD_OUT = Map.of(
            "heldOutAccuracy", "held-out accuracy",
            "heldOutRmse", "held-out rmse",
            "heldOutElbo", "held-out ELBO/row");

    /** A round without any of these has nothing to show. */
    private static final List<String> SHOWN = List.of("elbo", "trainElbo", "siteChange");

    private final Consumer<String> lines;
    private final Optional<PrintStream> live;
    private final long started = System.nanoTime();
    private long lastPlain;
    private int before;
    private double accuracy = Double.NaN;
    private String accuracyName = "";
    private Map<String, Object> shown = Map.of();

    /** To a stream; {@code live} rewrites one line. */
    public Progress(PrintStream out, boolean live) {
        this.lines = out::println;
        this.live = live ? Optional.of(out) : Optional.empty();
    }

    /** By plain lines. */
    Progress(Consumer<String> lines) {
        this.lines = lines;
        this.live = Optional.empty();
    }

    /** Goes on after so many rounds, which cost nothing now. */
    void from(int round) {
        before = round;
        lines.accept("going on after round " + round);
    }

    /** Something that the user should know. */
    public void note(String text) {
        lines.accept(live.isPresent() ? "\r" + text + "\033[K" : text);
    }

    /** What the merge promises. */
    void merge(MergePromise promise) {
        lines.accept(promise.text());
    }

    /**
     * What is learned from.
     *
     * @param classes whether targets are
     */
    void data(DataProfile profile, long rows, boolean classes) {
        lines.accept("training rows: " + rows);
        List<Integer> absent = profile.absentClasses();
        if (classes && !absent.isEmpty()) {
            lines.accept("classes without a row (kept): " + absent + " of " + profile.classes()
                    + "; Spark ML's StringIndexer numbers labels without gaps");
        }
        List<String> constantFeatures = profile.constantFeatures();
        if (!constantFeatures.isEmpty()) {
            List<String> some = constantFeatures.subList(0, Math.min(5, constantFeatures.size()));
            lines.accept("constant features (kept): " + constantFeatures.size() + ", for example " + some);
        }
    }

    /** A layer never loses its last weight, whatever the density; then it should be known. */
    void thinLayers(List<String> layers) {
        if (!layers.isEmpty()) {
            lines.accept(
                    "layers with one active weight (kept): " + layers + "; a higher model.density gives them more");
        }
    }

    /** One round; {@code last} when no other follows. */
    void round(int round, int rounds, Map<String, Object> line, long rows, boolean last) {
        HELD_OUT.forEach((name, words) -> {
            if (line.get(name) instanceof Double value) {
                accuracy = value;
                accuracyName = words;
            }
        });
        if (SHOWN.stream().anyMatch(line::containsKey)) {
            shown = line;
        } else if (!last || shown.isEmpty()) {
            return;
        }
        String held = accuracyName.isEmpty() ? "" : String.format(Locale.ROOT, "%s %.4f", accuracyName, accuracy);
        show(round, rounds, what(shown, rows) + "  " + held, last);
    }

    /** One round of episodes. */
    void episodes(int round, int rounds, Map<String, Object> line) {
        String bound =
                line.containsKey("elbo") ? String.format(Locale.ROOT, "ELBO/episode %.4f  ", number(line, "elbo")) : "";
        show(round, rounds, bound + String.format(Locale.ROOT, "NLL %.4f", number(line, "nll")), round == rounds);
    }

    private void show(int round, int rounds, String what, boolean last) {
        long now = System.nanoTime();
        double seconds = (now - started) * 1e-9;
        String text = String.format(
                Locale.ROOT,
                "round %d/%d  %s  ETA %.0f s",
                round,
                rounds,
                what,
                last ? 0 : seconds / (round - before) * (rounds - round));
        if (live.isPresent()) {
            live.get().print("\r" + text + "\033[K" + (last ? "\n" : ""));
            live.get().flush();
        } else if (last || now - lastPlain > PLAIN_INTERVAL_NANOS) {
            lines.accept(text);
            lastPlain = now;
        }
    }

    private static String what(Map<String, Object> line, long rows) {
        if (line.containsKey("trainElbo")) {
            return String.format(Locale.ROOT, "ELBO/row %.4f", number(line, "trainElbo"));
        }
        return line.containsKey("siteChange") ? ofSites(line) : ofBound(line, rows);
    }

    /** Rounds of sites know no bound; how far they are from rest is what they are watched by. */
    private static String ofSites(Map<String, Object> line) {
        return String.format(
                Locale.ROOT, "site change %.1e  damping %.3g", number(line, "siteChange"), number(line, "damping"));
    }

    private static String ofBound(Map<String, Object> line, long rows) {
        return String.format(
                Locale.ROOT,
                "ELBO/row %.4f  NLL %.4f  active %s",
                number(line, "elbo") / rows,
                number(line, "nll"),
                line.get("activeWeights") instanceof Double active
                        ? String.format(Locale.ROOT, "%.0f", active)
                        : "all");
    }

    private static double number(Map<String, Object> line, String name) {
        return line.get(name) instanceof Double value ? value : Double.NaN;
    }
}
