package io.elbo4j.spark.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The numbers of a chart in words, for those who do not see it. */
final class Words {

    private Words() {}

    /** Where curves begin and end, and their extremes. */
    static String ofCurves(String what, String along, List<Series> series) {
        return what + ". " + series.stream().map(each -> ofCurve(along, each)).collect(Collectors.joining(" "));
    }

    private static String ofCurve(String along, Series series) {
        return series.name() + ": from " + Numbers.text(series.first()) + " at " + along + " "
                + Numbers.text(series.x().get(0)) + " to " + Numbers.text(series.last()) + " at " + along + " "
                + Numbers.text(series.x().get(series.x().size() - 1)) + "; lowest " + Numbers.text(series.least())
                + " at " + Numbers.text(series.at(series.least())) + ", highest " + Numbers.text(series.most())
                + " at " + Numbers.text(series.at(series.most())) + ".";
    }

    /** Every point: for charts of few. */
    static String ofPoints(String what, List<Series> series) {
        return what + ". "
                + series.stream()
                        .map(each -> each.name() + ": "
                                + IntStream.range(0, each.x().size())
                                        .mapToObj(i -> Numbers.text(each.x().get(i)) + " → "
                                                + Numbers.text(each.y().get(i)))
                                        .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining(". "))
                + ".";
    }
}
