package io.elbo4j.spark.report;

import io.elbo4j.eval.Coverage;
import io.elbo4j.eval.Histogram;
import io.elbo4j.eval.KeptScore;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.eval.ReliabilityBin;
import io.elbo4j.spark.report.Chart.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether a prediction's doubts can be believed. */
final class PredictionCharts {

    private static final String RELIABILITY_NOTE =
            "Of the rows predicted with some confidence, that share should be right: bars below the dashed line are overconfident.";
    private static final String COVERAGE_NOTE =
            "A central interval of probability p should hold a share p of the targets: below the dashed line the model is too sure.";

    private static final Map<String, String> GROUPS =
            Map.of("right", "predicted right", "wrong", "predicted wrong", "unfamiliar", "unfamiliar data");

    private PredictionCharts() {}

    /** Of one run. */
    static List<Chart> of(PredictionShape shape) {
        List<Chart> charts = new ArrayList<>();
        if (!shape.reliability().isEmpty()) {
            charts.add(reliability(shape.reliability()));
        }
        if (!shape.coverage().isEmpty()) {
            charts.add(coverage(List.of(coverage("intervals", shape))));
        }
        if (shape.kept().size() > 1) {
            charts.add(kept(shape, List.of(kept("rows kept", shape))));
        }
        List<Histogram> filled =
                shape.entropy().stream().filter(each -> each.total() > 0).toList();
        if (!filled.isEmpty()) {
            charts.add(entropy(filled));
        }
        return charts;
    }

    /** Of several runs laid over each other, a chart for each kind that more than one of them has. */
    static List<Chart> of(List<RunRecord> runs) {
        List<Chart> charts = new ArrayList<>();
        List<RunRecord> classes = runs.stream()
                .filter(run -> !run.figures().prediction().reliability().isEmpty())
                .toList();
        if (classes.size() > 1) {
            charts.add(reliabilities(classes));
        }
        List<Series> intervals = runs.stream()
                .filter(run -> !run.figures().prediction().coverage().isEmpty())
                .map(run -> coverage(run.name(), run.figures().prediction()))
                .toList();
        if (intervals.size() > 1) {
            charts.add(coverage(intervals));
        }
        List<RunRecord> kept = runs.stream()
                .filter(run -> run.figures().prediction().kept().size() > 1)
                .toList();
        boolean oneKind = kept.stream()
                        .map(run -> ofClasses(run.figures().prediction()))
                        .distinct()
                        .count()
                == 1;
        if (kept.size() > 1 && oneKind) {
            charts.add(kept(
                    kept.get(0).figures().prediction(),
                    kept.stream()
                            .map(run -> kept(run.name(), run.figures().prediction()))
                            .toList()));
        }
        return charts;
    }

    private static Chart reliability(List<ReliabilityBin> bins) {
        long rows = bins.stream().mapToLong(ReliabilityBin::count).sum();
        List<Double> middle = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        List<Double> accuracy = new ArrayList<>();
        for (ReliabilityBin bin : bins) {
            middle.add((bin.from() + bin.to()) / 2);
            share.add((double) bin.count() / Math.max(1, rows));
            accuracy.add(bin.accuracy());
        }
        String words = bins.stream()
                .filter(bin -> bin.count() > 0)
                .map(bin -> "confidence " + Numbers.text(bin.confidence()) + ": " + Numbers.text(bin.accuracy())
                        + " right, " + bin.count() + " rows")
                .collect(Collectors.joining("; "));
        return Chart.curves(
                "Reliability",
                RELIABILITY_NOTE + " The narrow bars are the share of rows with that confidence.",
                "Reliability diagram of " + rows + " rows. " + words + ".",
                Axis.share("confidence"),
                Axis.share("share right"),
                List.of(
                        new Series("right", Series.BARS, middle, accuracy),
                        new Series("share of rows", Series.THIN, middle, share),
                        Series.diagonal("well calibrated")));
    }

    private static Chart reliabilities(List<RunRecord> runs) {
        List<Series> series = new ArrayList<>();
        for (RunRecord run : runs) {
            List<ReliabilityBin> bins = run.figures().prediction().reliability().stream()
                    .filter(bin -> bin.count() > 0)
                    .toList();
            series.add(new Series(
                    run.name(),
                    Series.POINTS,
                    bins.stream().map(ReliabilityBin::confidence).toList(),
                    bins.stream().map(ReliabilityBin::accuracy).toList()));
        }
        String words = Words.ofPoints("Reliability: confidence → share right", series);
        series.add(Series.diagonal("well calibrated"));
        return Chart.curves(
                "Reliability",
                RELIABILITY_NOTE.replace("bars", "points") + " Bins with few rows jump.",
                words,
                Axis.share("confidence"),
                Axis.share("share right"),
                series);
    }

    private static Series coverage(String name, PredictionShape shape) {
        return new Series(
                name,
                Series.POINTS,
                shape.coverage().stream().map(Coverage::level).toList(),
                shape.coverage().stream().map(Coverage::share).toList());
    }

    private static Chart coverage(List<Series> series) {
        List<Series> all = new ArrayList<>(series);
        all.add(Series.diagonal("well calibrated"));
        return Chart.curves(
                "Coverage of intervals",
                COVERAGE_NOTE,
                Words.ofPoints("Coverage: probability of the interval → share of targets in it", series),
                Axis.share("probability of the interval"),
                Axis.share("share of targets inside"),
                all);
    }

    private static boolean ofClasses(PredictionShape shape) {
        return !shape.reliability().isEmpty();
    }

    private static Series kept(String name, PredictionShape shape) {
        return new Series(
                name,
                Series.LINE,
                shape.kept().stream().map(KeptScore::share).toList(),
                shape.kept().stream().map(KeptScore::score).toList());
    }

    private static Chart kept(PredictionShape kind, List<Series> series) {
        boolean accuracy = ofClasses(kind);
        String score = accuracy ? "accuracy" : "root mean squared error";
        String title = accuracy ? "Accuracy and rejection" : "Error and rejection";
        return Chart.curves(
                title,
                "The " + score + " of the rows that stay when the least sure ones are left to people. "
                        + (accuracy ? "It should rise towards the left." : "It should fall towards the left."),
                Words.ofCurves(title + ": " + score + " by share of rows kept, surest first", "share", series),
                Axis.share("share of rows kept, surest first"),
                accuracy ? new Axis(score, false, null, 1.0) : Axis.from(score, 0),
                series);
    }

    private static Chart entropy(List<Histogram> groups) {
        List<Series> series = new ArrayList<>();
        for (Histogram group : groups) {
            double width = (group.to() - group.from()) / group.counts().size();
            List<Double> middle = new ArrayList<>();
            List<Double> share = new ArrayList<>();
            for (int b = 0; b < group.counts().size(); b++) {
                middle.add(group.from() + (b + 0.5) * width);
                share.add((double) group.counts().get(b) / group.total());
            }
            // So that the first and the last step are as wide as the others.
            middle.add(0, group.from());
            share.add(0, share.get(0));
            middle.add(group.to());
            share.add(share.get(share.size() - 1));
            series.add(new Series(GROUPS.getOrDefault(group.name(), group.name()), Series.AREA, middle, share));
        }
        String words = groups.stream()
                .map(group -> GROUPS.getOrDefault(group.name(), group.name()) + ", " + group.total()
                        + " rows: median about " + Numbers.text(median(group)) + " nats")
                .collect(Collectors.joining("; "));
        return Chart.curves(
                "How unsure the model was",
                "Entropy of the prediction, as a share of each group of rows. Where the model is wrong, or meets data unlike those"
                        + " it was trained on, it should be further to the right.",
                "Predictive entropy of groups of rows. " + words + ".",
                Axis.from("predictive entropy, nats", 0),
                Axis.from("share of the group", 0),
                series);
    }

    /** The middle of the bin that has it. */
    private static double median(Histogram group) {
        long before = 0;
        int bin = 0;
        while (2 * (before + group.counts().get(bin)) < group.total()) {
            before += group.counts().get(bin++);
        }
        return group.from()
                + (bin + 0.5) * (group.to() - group.from()) / group.counts().size();
    }
}
