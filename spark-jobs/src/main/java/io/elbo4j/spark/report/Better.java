package io.elbo4j.spark.report;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Which of several runs has the better figure, for figures of which more or less is better. */
final class Better {

    private static final Set<String> MORE = Set.of(
            "accuracy",
            "averageAccuracy",
            "averageTaskKnownAccuracy",
            "logLik",
            "oodAuroc",
            "oodAuprIn",
            "oodAuprOut",
            "backwardTransfer",
            "forwardTransfer");

    private static final Set<String> LESS = Set.of(
            "nll",
            "ece15",
            "adaptiveEce15",
            "brier",
            "rmse",
            "mse",
            "averageNll",
            "averageRmse",
            "averageEce15",
            "oodFpr95",
            "oodDetectionError",
            "forgettingFromInitial",
            "forgettingFromBest");

    private Better() {}

    /** Whether this is a figure that can be better, on the rows that the runs were judged on. */
    static boolean judges(String metric) {
        return MORE.contains(metric) || LESS.contains(metric);
    }

    /**
     * The best of some values.
     *
     * @param values one a run; NaN where it has none
     * @return its index; none where fewer than two have a value, or the best two are equal as shown
     */
    static OptionalInt best(String metric, List<Double> values) {
        int best = -1;
        boolean tied = false;
        int known = 0;
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (!Double.isFinite(value)) {
                continue;
            }
            known++;
            if (best >= 0 && Numbers.text(value).equals(Numbers.text(values.get(best)))) {
                tied = true;
            } else if (best < 0 || (MORE.contains(metric) ? value > values.get(best) : value < values.get(best))) {
                best = i;
                tied = false;
            }
        }
        return judges(metric) && known > 1 && !tied ? OptionalInt.of(best) : OptionalInt.empty();
    }
}
