package io.elbo4j.models;

import io.elbo4j.data.NumberedNames;
import java.util.List;
import java.util.Optional;

/**
 * What the training data told, beside the settings, and prediction must know.
 *
 * @param shape {@code [F]} or {@code [channels, height, width]}
 * @param featureNames F names
 * @param classes found in the targets; 0 where they are not classes
 * @param trainingRows N
 * @param dl4j text of the DL4J configuration, or empty
 * @param earlier the belief that is the prior, where there is one
 */
public record ModelInput(
        List<Integer> shape,
        List<String> featureNames,
        int classes,
        long trainingRows,
        String dl4j,
        Optional<EarlierBelief> earlier) {

    public ModelInput {
        shape = List.copyOf(shape);
        featureNames = NumberedNames.copyOf(featureNames);
        if (featureNames.size() != shape.stream().reduce(1, Math::multiplyExact)) {
            throw new IllegalArgumentException("model: names and shape do not agree: shape=" + shape + " names="
                    + featureNames.size() + "; give one name a feature");
        }
    }

    /** Without an earlier belief. */
    public ModelInput(List<Integer> shape, List<String> featureNames, int classes, long trainingRows, String dl4j) {
        this(shape, featureNames, classes, trainingRows, dl4j, Optional.empty());
    }

    /** Of rows that nobody has read: features are named by their number. */
    static ModelInput unread(List<Integer> shape, int classes, long trainingRows, String dl4j) {
        int width = shape.stream().reduce(1, Math::multiplyExact);
        return new ModelInput(shape, new NumberedNames("f", 0, "", width), classes, trainingRows, dl4j);
    }

    /** Height and width of a row that is a grey picture, or of as many numbers as a square one has; else empty. */
    List<Integer> picture() {
        if (shape.size() == 3) {
            return shape.get(0) == 1 ? shape.subList(1, 3) : List.of();
        }
        int side = (int) Math.round(Math.sqrt(shape.get(0)));
        return side * side == shape.get(0) ? List.of(side, side) : List.of();
    }
}
