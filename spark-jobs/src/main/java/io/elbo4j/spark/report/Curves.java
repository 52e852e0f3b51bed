package io.elbo4j.spark.report;

import io.elbo4j.spark.report.Chart.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Figures by round, of one run or of several laid over each other. */
final class Curves {

    /** Charts of figures that nobody has a title for: after these, more of them help nobody. */
    private static final int MOST_OTHERS = 6;

    /** Above this ratio of the largest to the smallest value an axis is logarithmic. */
    private static final double LOGARITHMIC_FROM = 30;

    /** They are in other charts, or only count. */
    private static final Set<String> PASSED_OVER = Set.of("round", "step", "converged", "objective");

    /** What is drawn into one chart of a run. */
    private record Known(String title, String unit, String note, List<Figure> figures) {}

    /** A name of {@code history.jsonl}, and what it is called. */
    private record Figure(String name, String title) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "ELBO",
                    "nats",
                    "The evidence lower bound of the training. Higher is better.",
                    List.of(new Figure("elbo", "ELBO"))),
            new Known(
                    "ELBO of a row",
                    "nats a row",
                    "The evidence lower bound: of the round's minibatch, and of held-out rows. Higher is better.",
                    List.of(new Figure("trainElbo", "training rows"), new Figure("heldOutElbo", "held-out rows"))),
            new Known(
                    "Negative log likelihood",
                    "nats a row",
                    "Training rows under the round's own draws; held-out rows under the posterior mean. Lower is better.",
                    List.of(new Figure("nll", "training rows"), new Figure("heldOutNll", "held-out rows"))),
            new Known(
                    "KL to the prior",
                    "nats",
                    "How far the posterior has gone from its prior: what the ELBO pays for what was learned.",
                    List.of(new Figure("kl", "KL"))),
            new Known(
                    "Held-out accuracy",
                    "share right",
                    "Rows that were kept aside, predicted by the posterior mean.",
                    List.of(new Figure("heldOutAccuracy", "accuracy"))),
            new Known(
                    "Held-out error",
                    "root mean squared error",
                    "Rows that were kept aside, predicted by the posterior mean.",
                    List.of(new Figure("heldOutRmse", "error"))),
            new Known(
                    "Weights that changed place",
                    "weights",
                    "How many active weights a support step gave up for others.",
                    List.of(new Figure("replacedWeights", "weights"))));

    private Curves() {}

    /** Of one run. */
    static List<Chart> of(RunRecord run) {
        List<Chart> charts = new ArrayList<>();
        Set<String> left = new LinkedHashSet<>(run.history().values().keySet());
        left.removeAll(PASSED_OVER);
        for (Known known : KNOWN) {
            List<Series> series = new ArrayList<>();
            for (Figure figure : known.figures()) {
                left.remove(figure.name());
                if (run.history().count(figure.name()) > 1) {
                    series.add(run.history().series(figure.name(), figure.title()));
                }
            }
            if (!series.isEmpty()) {
                charts.add(chart(known.title(), known.unit(), known.note(), series));
            }
        }
        left.stream()
                .filter(run.history()::moves)
                .limit(MOST_OTHERS)
                .forEach(name -> charts.add(chart(
                        name,
                        name,
                        "As in history.jsonl.",
                        List.of(run.history().series(name, name)))));
        return charts;
    }

    /** Of several runs, a chart for each figure that more than one of them has. */
    static List<Chart> of(Collection<RunRecord> runs) {
        List<Chart> charts = new ArrayList<>();
        for (Known known : KNOWN) {
            for (Figure figure : known.figures()) {
                List<Series> series = runs.stream()
                        .filter(run -> run.history().count(figure.name()) > 1)
                        .map(run -> run.history().series(figure.name(), run.name()))
                        .toList();
                if (series.size() > 1) {
                    String which = known.figures().size() > 1 ? known.title() + ", " + figure.title() : known.title();
                    charts.add(chart(which, known.unit(), known.note(), series));
                }
            }
        }
        return charts;
    }

    private static Axis rounds(List<Series> series) {
        double first =
                series.stream().mapToDouble(each -> each.x().get(0)).min().orElse(0);
        double last = series.stream()
                .mapToDouble(each -> each.x().get(each.x().size() - 1))
                .max()
                .orElse(1);
        return new Axis("round", false, first, last);
    }

    private static Chart chart(String title, String unit, String note, List<Series> series) {
        double least = series.stream().mapToDouble(Series::least).min().orElse(0);
        double most = series.stream().mapToDouble(Series::most).max().orElse(0);
        boolean logarithmic = least > 0 && most / least > LOGARITHMIC_FROM;
        return Chart.curves(
                title,
                note + (logarithmic ? " The scale is logarithmic." : ""),
                Words.ofCurves(title + " by round, " + unit, "round", series),
                rounds(series),
                logarithmic ? Axis.logarithmic(unit) : Axis.of(unit),
                series);
    }
}
