package io.elbo4j.spark.report;

import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.report.Page.Tile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run folder says, as a page. */
public final class RunReport {

    /** Its name in the run folder. */
    public static final String FILE = "report.html";

    private static final String FAILED = "report-failed.txt";

    /** A setting or a list that is longer is cut in the tables; the configuration below has all of it. */
    private static final int MOST_SIGNS = 300;

    private static final int MOST_ENTRIES = 10;

    /** Metrics that are looked for first, with what they are called. */
    private static final List<Tile> TILES = List.of(
            new Tile("averageAccuracy", "Mean accuracy"),
            new Tile("accuracy", "Accuracy"),
            new Tile("rmse", "RMSE"),
            new Tile("mse", "MSE"),
            new Tile("nll", "NLL, nats"),
            new Tile("activeLatents", "Active latents"),
            new Tile("ece15", "Calibration error"),
            new Tile("coverage95", "Coverage of 95%"),
            new Tile("coverage90", "Coverage of 90%"),
            new Tile("forgettingFromBest", "Forgotten"),
            new Tile("oodAuroc", "OOD AUROC"),
            new Tile("activeWeights", "Active weights"),
            new Tile("density", "Density"),
            new Tile("trainSeconds", "Training, s"));

    private RunReport() {}

    /** Writes the page into a folder. It is the least of what a run leaves, so that a defect in it costs no training. */
    public static void write(RunRecord run, HadoopFolder folder, String version) throws IOException {
        String page;
        try {
            page = of(run).html(version);
        } catch (RuntimeException e) {
            folder.replace(FAILED, "report: cannot be made: cause=" + e + "; please report it\n");
            return;
        }
        folder.replace(FILE, page);
    }

    /** The page of a run. */
    public static Page of(RunRecord run) {
        List<Section> sections = new ArrayList<>();
        TaskCharts.of(run.metrics()).ifPresent(sections::add);
        sections.add(Section.ofCharts("Training", Curves.of(run)));
        sections.add(Section.ofCharts(
                "How far its predictions can be believed",
                PredictionCharts.of(run.figures().prediction())));
        sections.add(LatentCharts.of(run.figures().prediction().generated()));
        sections.add(Section.ofCharts("Weights", WeightCharts.of(run.figures().weights())));
        sections.add(new Section(
                "Figures, settings and origin",
                List.of(),
                List.of(),
                List.of(metrics(run), settings(run), provenance(run)),
                List.of(new Section.Text(
                        "The whole configuration", run.settings().printed()))));
        return new Page(run.name(), about(run), notes(run), tiles(run), sections);
    }

    /** In a line. */
    private static String about(RunRecord run) {
        String rounds = run.metrics().has("rounds")
                ? ", " + Numbers.text(run.metric("rounds")) + " rounds"
                : run.metrics().has("tasks") ? ", " + Numbers.text(run.metric("tasks")) + " tasks" : "";
        String judged = run.metrics().has("evaluatedRows")
                ? ", judged on " + Numbers.text(run.metric("evaluatedRows")) + " rows ("
                        + run.metrics().path("evaluatedOn").asText("given") + ")"
                : "";
        return "Model " + run.settings().text("model.name") + rounds + judged + ", seed "
                + run.settings().text("seed");
    }

    private static List<String> notes(RunRecord run) {
        List<String> notes = new ArrayList<>();
        if (run.metrics().has("divergedInRound")) {
            notes.add("This run diverged in round " + Numbers.text(run.metric("divergedInRound"))
                    + ". What is shown is its last good state.");
        }
        if (run.figures().equals(RunFigures.NONE)) {
            notes.add("This run kept no figures of its predictions and weights (" + RunFigures.FILE
                    + "), so that there are no pictures of them.");
        }
        return notes;
    }

    private static List<Tile> tiles(RunRecord run) {
        return TILES.stream()
                .filter(tile -> run.metrics().path(tile.name()).isNumber())
                .map(tile -> new Tile(tile.value(), Numbers.text(run.metric(tile.name()))))
                .toList();
    }

    private static Table metrics(RunRecord run) {
        return new Table(
                "All figures of metrics.json",
                List.of(),
                run.scalars().entrySet().stream()
                        .map(metric -> Table.Row.of(metric.getKey(), Numbers.text(metric.getValue())))
                        .toList());
    }

    private static Table settings(RunRecord run) {
        return new Table(
                "Settings that are not the defaults",
                List.of(),
                run.settings().changed().entrySet().stream()
                        .map(setting -> Table.Row.of(setting.getKey(), cut(setting.getValue())))
                        .toList());
    }

    private static Table provenance(RunRecord run) {
        return new Table(
                "Where it comes from",
                List.of(),
                run.provenance().entrySet().stream()
                        .filter(entry -> !(entry.getValue() instanceof Map))
                        .map(entry -> Table.Row.of(entry.getKey(), text(entry.getValue())))
                        .toList());
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> entries) {
            String some =
                    entries.stream().limit(MOST_ENTRIES).map(String::valueOf).collect(Collectors.joining(", "));
            return entries.size() > MOST_ENTRIES ? entries.size() + ": " + cut(some) + ", ..." : cut(some);
        }
        return value instanceof Number number ? Numbers.text(number.doubleValue()) : cut(String.valueOf(value));
    }

    static String cut(String text) {
        return text.length() > MOST_SIGNS ? text.substring(0, MOST_SIGNS) + "..." : text;
    }
}
