package io.elbo4j.spark.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture of numbers: curves and bars, or the points of a picture.
 *
 * @param title above it
 * @param note below it: what is seen, for people who see the chart
 * @param words the numbers in words, for people who do not
 * @param size of the frame: empty, {@code low}, {@code tall} or {@code square}
 * @param x axis along which things lie
 * @param y axis of the values
 * @param labels of bars that lie on their side; else empty
 * @param series what is drawn
 * @param picture the points of a picture; else {@link Picture#NONE}
 */
record Chart(
        String title,
        String note,
        String words,
        String size,
        Axis x,
        Axis y,
        List<String> labels,
        List<Series> series,
        Picture picture) {

    Chart {
        labels = List.copyOf(labels);
        series = List.copyOf(series);
    }

    /**
     * An axis.
     *
     * @param title with the unit
     * @param logarithmic whether it is
     * @param least where it begins; null for wherever the numbers do
     * @param most where it ends
     */
    record Axis(
            String title,
            boolean logarithmic,
            @Nullable Double least,
            @Nullable Double most) {

        static Axis of(String title) {
            return new Axis(title, false, null, null);
        }

        /** From 0 to 1. */
        static Axis share(String title) {
            return new Axis(title, false, 0.0, 1.0);
        }

        static Axis logarithmic(String title) {
            return new Axis(title, true, null, null);
        }

        static Axis from(String title, double least) {
            return new Axis(title, false, least, null);
        }
    }

    /**
     * Points of a picture.
     *
     * @param width in points
     * @param height in points
     * @param cells {@code [height · width]}, row by row
     * @param most the value that is drawn strongest
     */
    record Picture(int width, int height, List<Integer> cells, int most) {

        static final Picture NONE = new Picture(0, 0, List.of(), 0);
    }

    /** Curves in a frame of the common size. */
    static Chart curves(String title, String note, String words, Axis x, Axis y, List<Series> series) {
        return new Chart(title, note, words, "", x, y, List.of(), series, Picture.NONE);
    }

    /** Whether lines are told apart by their dashes too: where there are several of one kind. */
    boolean dashed() {
        return series.stream()
                        .filter(each -> List.of(Series.LINE, Series.POINTS).contains(each.style()))
                        .count()
                > 1;
    }
}
