package io.elbo4j.eval;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Scores of a classifier's prediction, each a mean over rows. All fail on predictions without rows or targets. */
public final class Classification {

    private Classification() {}

    /** Share of rows whose most probable class is the target. */
    public static double accuracy(ClassPrediction prediction) {
        int right = 0;
        for (boolean correct : correct(prediction)) {
            right += correct ? 1 : 0;
        }
        return (double) right / prediction.rows();
    }

    /** −1/N Σ ln p̄[target], in nats per example: of the mean over samples, not the mean of the samples' own. */
    public static double nll(ClassPrediction prediction) {
        return -mean(checked(prediction).logPredictive());
    }

    /** 1/N Σ_i Σ_k (p̄_ik − 1[k = target])²: summed over classes, so that it lies in [0, 2] (Brier, 1950). */
    public static double brier(ClassPrediction prediction) {
        checked(prediction);
        double sum = 0;
        for (int i = 0; i < prediction.rows(); i++) {
            for (int k = 0; k < prediction.classes(); k++) {
                double off =
                        prediction.probability(i, k) - (k == (int) prediction.targets()[i] ? 1 : 0);
                sum += off * off;
            }
        }
        return sum / prediction.rows();
    }

    /** Expected calibration error of the top label, l1, in B bins of equal width. */
    public static double ece(ClassPrediction prediction, int bins) {
        return Calibration.expectedError(reliability(prediction, bins));
    }

    /** Expected calibration error of the top label, l1, in B bins of equal mass. */
    public static double adaptiveEce(ClassPrediction prediction, int bins) {
        boolean[] correct = correct(prediction);
        return Calibration.expectedError(Calibration.equalMass(prediction.confidence(), correct, bins));
    }

    /** The reliability diagram of the top label: {@code [B]} bins of equal width. */
    public static List<ReliabilityBin> reliability(ClassPrediction prediction, int bins) {
        boolean[] correct = correct(prediction);
        return Calibration.equalWidth(prediction.confidence(), correct, bins);
    }

    /** 1/N Σ H[p̄], in nats; needs no targets. */
    public static double predictiveEntropy(ClassPrediction prediction) {
        return mean(prediction.predictiveEntropy());
    }

    /** 1/N Σ (H[p̄] − 1/S Σ_s H[p_s]), in nats; needs no targets; absent with one sample. */
    public static OptionalDouble mutualInformation(ClassPrediction prediction) {
        return prediction
                .mutualInformation()
                .map(each -> OptionalDouble.of(mean(each)))
                .orElseGet(OptionalDouble::empty);
    }

    private static boolean[] correct(ClassPrediction prediction) {
        checked(prediction);
        boolean[] correct = new boolean[prediction.rows()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = prediction.predicted(i) == (int) prediction.targets()[i];
        }
        return correct;
    }

    static <P extends PredictiveDistribution> P checked(P prediction) {
        if (prediction.rows() == 0 || !prediction.labelled()) {
            throw new IllegalArgumentException("evaluation: no rows or no targets: rows=" + prediction.rows()
                    + " targets=" + prediction.targets().length + "; give at least one row, with its target");
        }
        return prediction;
    }

    static double mean(double[] each) {
        if (each.length == 0) {
            throw new IllegalArgumentException("evaluation: no rows: rows=0; give at least one row");
        }
        return Arrays.stream(each).sum() / each.length;
    }
}
