package io.elbo4j.eval;

/** Scores of predictions of counts and real values. All fail on predictions without rows or targets. */
public final class Regression {

    private Regression() {}

    /** Root of the mean squared difference between the mixture's mean and the target, in the target's unit. */
    public static double rmse(ValuePrediction prediction) {
        Classification.checked(prediction);
        double sum = 0;
        for (int i = 0; i < prediction.rows(); i++) {
            double off = prediction.mean()[i] - prediction.targets()[i];
            sum += off * off;
        }
        return Math.sqrt(sum / prediction.rows());
    }

    /** 1/N Σ_i ln 1/S Σ_s p(target_i given θ_s), in nats per example. */
    public static double logLik(ValuePrediction prediction) {
        return Classification.mean(Classification.checked(prediction).logPredictive());
    }

    /**
     * Share of targets within the mixture's central interval of this probability; near {@code level} when the prediction is
     * calibrated. Exact for the mixture, not for a Gaussian in its place: a target is inside when at least (1 − level)/2 of
     * the probability lies on either side of it, itself included. For counts the interval holds at least {@code level}.
     *
     * @param level in (0, 1)
     */
    public static double coverage(ValuePrediction prediction, double level) {
        Classification.checked(prediction);
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "evaluation: level out of range: level=" + level + "; use a probability between 0 and 1");
        }
        double tail = (1 - level) / 2;
        int inside = 0;
        for (int i = 0; i < prediction.rows(); i++) {
            inside += prediction.atMost()[i] >= tail && prediction.atLeast()[i] >= tail ? 1 : 0;
        }
        return (double) inside / prediction.rows();
    }
}
