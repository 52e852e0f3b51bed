package io.elbo4j.spark.report;

import java.util.Collections;
import java.util.List;

/**
 * One line, or one set of bars, of a chart.
 *
 * @param name for the legend
 * @param style one of the constants
 * @param x {@code [N]}
 * @param y {@code [N]}
 */
record Series(String name, String style, List<Double> x, List<Double> y) {

    static final String LINE = "line";
    /** A line with a mark at each of its points. */
    static final String POINTS = "points";
    /** Bars around x. */
    static final String BARS = "bars";
    /** Steps around x, filled down to 0. */
    static final String AREA = "area";
    /** Narrow bars in front of others. */
    static final String THIN = "thin";
    /** A dashed line to compare with. */
    static final String GUIDE = "guide";

    Series {
        x = List.copyOf(x);
        y = List.copyOf(y);
    }

    /** From (0, 0) to (1, 1). */
    static Series diagonal(String name) {
        return new Series(name, GUIDE, List.of(0.0, 1.0), List.of(0.0, 1.0));
    }

    Series named(String other) {
        return new Series(other, style, x, y);
    }

    double first() {
        return y.get(0);
    }

    double last() {
        return y.get(y.size() - 1);
    }

    double least() {
        return Collections.min(y);
    }

    double most() {
        return Collections.max(y);
    }

    /** The x at which y is this. */
    double at(double value) {
        return x.get(y.indexOf(value));
    }
}
