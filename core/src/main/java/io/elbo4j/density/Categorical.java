package io.elbo4j.density;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One of K classes; the outputs are unnormalised log probabilities. Classes may come in groups of which it is always known
 * which one a target is in (the heads of a network that is told its task): the softmax then runs over the target's own group.
 *
 * @param classes K, at least 2
 * @param groups number of the group of each class, {@code [K]}; empty where all are in one
 */
public record Categorical(int classes, List<Integer> groups) implements ObservationModel {

    public Categorical {
        groups = List.copyOf(groups);
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "categorical: too few classes: classes=" + classes + "; a classifier needs at least 2");
        }
        if (!groups.isEmpty() && groups.size() != classes) {
            throw new IllegalArgumentException("categorical: groups and classes do not agree: classes=" + classes
                    + " groups=" + groups.size() + "; every class is in one group");
        }
    }

    /** In one group. */
    public Categorical(int classes) {
        this(classes, List.of());
    }

    /**
     * In groups.
     *
     * @param members the classes of each group
     * @throws IllegalArgumentException when a class is in none, in two, or out of range
     */
    public static Categorical inGroups(int classes, List<List<Integer>> members) {
        List<Integer> groups = new ArrayList<>(Collections.nCopies(classes, -1));
        for (int g = 0; g < members.size(); g++) {
            for (int label : members.get(g)) {
                if (label < 0 || label >= classes || groups.set(label, g) != -1) {
                    throw new IllegalArgumentException("categorical: not a partition of the classes: class=" + label
                            + " group=" + g + " classes=" + classes + "; name each class 0.." + (classes - 1)
                            + " once");
                }
            }
        }
        if (groups.contains(-1)) {
            throw new IllegalArgumentException("categorical: class without a group: class=" + groups.indexOf(-1)
                    + " classes=" + classes + "; name each class once");
        }
        return new Categorical(classes, groups);
    }

    @Override
    public int outputs() {
        return classes;
    }

    /** Whether the softmax of a target runs over this class. */
    public boolean together(int label, int target) {
        return groups.isEmpty() || groups.get(label).equals(groups.get(target));
    }

    /** ln Σ exp of the outputs of a row, over the target's group. */
    public double logTotal(float[] out, int at, int target) {
        if (groups.isEmpty()) {
            return logSumExp(out, at, classes);
        }
        float[] own = new float[classes];
        int count = 0;
        for (int k = 0; k < classes; k++) {
            if (together(k, target)) {
                own[count++] = out[at + k];
            }
        }
        return logSumExp(own, 0, count);
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        return out[at + (int) target] - logTotal(out, at, (int) target);
    }

    /** ln Σ exp of K numbers from {@code at} on, without overflow. */
    public static double logSumExp(float[] out, int at, int count) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            max = Math.max(max, out[at + k]);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp(out[at + k] - max);
        }
        return max + Math.log(sum);
    }

    @Override
    public float drawn(float[] out, int at, float target, double shared, Key key) {
        double left = key.uniform(0);
        double logTotal = logTotal(out, at, (int) target);
        int last = (int) target;
        for (int k = 0; k < classes; k++) {
            if (together(k, (int) target)) {
                last = k;
                left -= Math.exp(out[at + k] - logTotal);
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    @Override
    public String targetError(float target) {
        return target >= 0 && target < classes && target == Math.rint(target)
                ? ""
                : "a class index 0.." + (classes - 1);
    }
}
