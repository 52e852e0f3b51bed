package io.elbo4j.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What share of the targets lay in the central intervals of a probability.
 *
 * @param level the probability
 * @param share of the targets
 */
public record Coverage(double level, double share) {

    /** At levels 0.05, 0.15, ..., 0.95. */
    public static List<Coverage> curve(ValuePrediction prediction) {
        return IntStream.range(0, 10)
                .mapToDouble(tenth -> (tenth + 0.5) / 10)
                .mapToObj(level -> new Coverage(level, Regression.coverage(prediction, level)))
                .toList();
    }
}
