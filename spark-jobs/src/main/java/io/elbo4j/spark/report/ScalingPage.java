package io.elbo4j.spark.report;

import io.elbo4j.spark.report.Chart.Axis;
import java.util.List;

/** The curve of {@code plan} as a page: seconds in all over executors, both logarithmic, with the ideal line and the knee. */
public final class ScalingPage {

    private ScalingPage() {}

    /**
     * The page.
     *
     * @param executors {@code [N]}, ascending from 1
     * @param seconds {@code [N]}: of a whole training
     * @param knee index of the last point that is well used
     * @param cluster in words
     * @param verdict on the knee, in words
     */
    public static Page of(List<Double> executors, List<Double> seconds, int knee, String cluster, String verdict) {
        double one = seconds.get(0);
        Series predicted = new Series("predicted", Series.POINTS, executors, seconds);
        Series ideal = new Series(
                "ideal",
                Series.GUIDE,
                executors,
                executors.stream().map(each -> one / each).toList());
        Series bend = new Series("knee", Series.POINTS, List.of(executors.get(knee)), List.of(seconds.get(knee)));
        Chart chart = new Chart(
                "Seconds of a training",
                "Both scales are logarithmic. The dashed line is the time of one executor, divided by their number.",
                Words.ofPoints("Seconds of a training by executors", List.of(predicted))
                        .replaceFirst("\\. predicted:", ":"),
                "tall",
                Axis.logarithmic("executors"),
                Axis.logarithmic("seconds"),
                List.of(),
                List.of(predicted, bend, ideal),
                Chart.Picture.NONE);
        return new Page(
                "Scaling curve",
                cluster,
                List.of(verdict),
                List.of(),
                List.of(Section.ofCharts("Prediction", List.of(chart))));
    }
}
