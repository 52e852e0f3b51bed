package io.elbo4j.density;

/**
 * One of K classes; the outputs are unnormalised log probabilities.
 *
 * @param classes K, at least 2
 */
public record Categorical(int classes) implements ObservationModel {

    public Categorical {
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "categorical: too few classes: classes=" + classes + "; a classifier needs at least 2");
        }
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        return out[at + (int) target] - logSumExp(out, at, classes);
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
    public String targetError(float target) {
        return target >= 0 && target < classes && target == Math.rint(target)
                ? ""
                : "a class index 0.." + (classes - 1);
    }
}
