package io.elbo4j.spark.run;

import java.util.List;
import java.util.Locale;

/** Accuracies of a stream as SVG: a row after each task, a column for each task, darker where more is right. */
final class AccuracyPicture {

    private static final int CELL = 46;
    private static final int LEFT = 90;
    private static final int TOP = 60;
    private static final int MARGIN = 16;

    private AccuracyPicture() {}

    /**
     * The picture.
     *
     * @param accuracies row i: on the first tasks, after task i
     */
    static String of(List<List<Double>> accuracies) {
        int tasks = accuracies.size();
        int columns = accuracies.stream().mapToInt(List::size).max().orElse(0);
        int width = LEFT + columns * CELL + MARGIN;
        int height = TOP + tasks * CELL + MARGIN;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"12\" text-anchor=\"middle\">%n<title>Accuracy on each task after each task,"
                        + " percent</title>%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                width,
                height,
                width,
                height));
        text(svg, LEFT + columns * CELL / 2, 22, "#222", "accuracy on task, %");
        for (int task = 0; task < columns; task++) {
            text(svg, LEFT + task * CELL + CELL / 2, TOP - 12, "#222", String.valueOf(task + 1));
        }
        for (int after = 0; after < tasks; after++) {
            text(svg, LEFT / 2, TOP + after * CELL + CELL / 2 + 4, "#222", "after task " + (after + 1));
            List<Double> row = accuracies.get(after);
            for (int task = 0; task < row.size(); task++) {
                cell(svg, LEFT + task * CELL, TOP + after * CELL, row.get(task), task <= after);
            }
        }
        return svg.append("</svg>\n").toString();
    }

    /** A task that comes only later has a frame alone. */
    private static void cell(StringBuilder svg, int x, int y, double accuracy, boolean learned) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#bbb\"/>%n",
                x + 1,
                y + 1,
                CELL - 2,
                CELL - 2,
                learned ? shade(accuracy) : "white"));
        text(
                svg,
                x + CELL / 2,
                y + CELL / 2 + 4,
                learned && accuracy > 0.8 ? "white" : "#222",
                String.format(Locale.ROOT, "%.1f", 100 * accuracy));
    }

    /** From white at a half to dark blue where all is right: what differs between tasks lies there. */
    private static String shade(double accuracy) {
        double part = Math.max(0, 2 * accuracy - 1);
        return String.format(
                Locale.ROOT,
                "rgb(%.0f,%.0f,%.0f)",
                255 - part * (255 - 8),
                255 - part * (255 - 69),
                255 - part * (255 - 148));
    }

    private static void text(StringBuilder svg, int x, int y, String colour, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", x, y, colour, text));
    }
}
