package io.elbo4j.spark.run;

import java.util.List;
import java.util.Locale;

/** A scaling curve as SVG: seconds in all over executors, both logarithmic, with the ideal line and the knee. */
final class ScalingChart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;

    private final double mostExecutors;
    private final double leastSeconds;
    private final double mostSeconds;

    private ScalingChart(List<ScalingPoint> points) {
        mostExecutors = points.get(points.size() - 1).executors();
        double least =
                points.stream().mapToDouble(ScalingPoint::totalSeconds).min().orElse(1);
        double most =
                points.stream().mapToDouble(ScalingPoint::totalSeconds).max().orElse(1);
        // Whole decades, with the last quarter of one for the ideal line.
        leastSeconds = Math.pow(10, Math.floor(Math.log10(least)));
        mostSeconds = Math.pow(10, Math.ceil(Math.log10(Math.max(most, least * 1.001))));
    }

    static String of(List<ScalingPoint> points, Cluster cluster) {
        return new ScalingChart(points).svg(points, cluster);
    }

    private String svg(List<ScalingPoint> points, Cluster cluster) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        for (double x = 1; x <= mostExecutors; x *= 10) {
            line(svg, x(x), TOP, x(x), HEIGHT - BOTTOM, "#ddd", "");
            text(svg, x(x), HEIGHT - BOTTOM + 18, "middle", String.format(Locale.ROOT, "%.0f", x));
        }
        for (double y = leastSeconds; y <= mostSeconds * 1.001; y *= 10) {
            line(svg, LEFT, y(y), WIDTH - RIGHT, y(y), "#ddd", "");
            text(svg, LEFT - 8, y(y) + 4, "end", String.format(Locale.ROOT, "%.3g s", y));
        }
        text(
                svg,
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 10,
                "middle",
                "executors of " + cluster.cores() + (cluster.cores() == 1 ? " core" : " cores"));
        text(
                svg,
                LEFT,
                20,
                "start",
                "seconds in all, "
                        + cluster.with(points.get(0).executors()).text().replaceFirst("^.*?cores?, ", ""));
        double one = points.get(0).totalSeconds();
        double end = Math.min(mostExecutors, one / leastSeconds);
        line(svg, x(1), y(one), x(end), y(one / end), "#888", " stroke-dasharray=\"4 4\"");
        svg.append("<polyline fill=\"none\" stroke=\"#06c\" stroke-width=\"2\" points=\"");
        points.forEach(point ->
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.executors()), y(point.totalSeconds()))));
        svg.append("\"/>\n");
        ScalingPoint knee = ScalingPoint.knee(points);
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#c30\"/>%n",
                x(knee.executors()),
                y(knee.totalSeconds())));
        text(svg, LEFT, 38, "start", ScalingText.kneeText(points));
        return svg.append("</svg>\n").toString();
    }

    private double x(double executors) {
        double part = mostExecutors > 1 ? Math.log(executors) / Math.log(mostExecutors) : 0;
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private double y(double seconds) {
        double part = Math.log(seconds / leastSeconds) / Math.log(mostSeconds / leastSeconds);
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(
            StringBuilder svg, double x1, double y1, double x2, double y2, String colour, String more) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                more));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
    }
}
