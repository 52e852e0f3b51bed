package io.elbo4j.data;

import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import java.io.Serializable;

/**
 * Classes to learn from, to choose settings by, and to judge by: those that come first in an order of all classes, the next, and
 * the rest. The order is a function of the number of classes alone, so that runs of all seeds are judged by the same classes.
 *
 * @param training how many to learn from, at least 1
 * @param validation how many to choose by, at least 0
 */
public record ClassSplit(int training, int validation) implements Serializable {

    public ClassSplit {
        if (training < 1 || validation < 0) {
            throw new IllegalArgumentException("classes: split out of range: training=" + training + " validation="
                    + validation + "; at least one class is learned from");
        }
    }

    /** What a class is for. */
    public enum Part {
        TRAINING,
        VALIDATION,
        TEST
    }

    /**
     * The part of each class, {@code [classes]}.
     *
     * @throws IllegalArgumentException when no class is left to judge by
     */
    public Part[] parts(int classes) {
        if ((long) training + validation >= classes) {
            throw new IllegalArgumentException("classes: none left to judge by: classes=" + classes + " training="
                    + training + " validation=" + validation + "; lower the numbers of episodes.split");
        }
        int[] order = Stream.SPLIT.of(Key.of(0)).permutation(classes);
        Part[] parts = new Part[classes];
        for (int place = 0; place < classes; place++) {
            parts[order[place]] =
                    place < training ? Part.TRAINING : place < training + validation ? Part.VALIDATION : Part.TEST;
        }
        return parts;
    }
}
