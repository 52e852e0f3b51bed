package io.elbo4j.eval;

import io.elbo4j.math.Sums;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures over many episodes. Each episode counts once, whatever its size; intervals are mean ± 1.96 sd / √E over E episodes, with
 * the sd of divisor E − 1. Calibration is of all queries together.
 *
 * <p>Episodes become sums that add up, so that executors can share them.
 */
public final class FewShot {

    private static final double NORMAL_95 = 1.96;
    private static final int BINS = Metrics.BINS;
    /** The interval whose coverage is reported for real values. */
    private static final double LEVEL = 0.9;

    private FewShot() {}

    /** The sums of one episode: {score, its square, nll, its square, coverage}, and three numbers for each bin of confidence. */
    public static Sums of(PredictiveDistribution prediction) {
        Metrics metrics = Metrics.of(prediction);
        double nll = metrics.value("nll");
        double[] bins = new double[3 * BINS];
        double score;
        double coverage = 0;
        if (prediction instanceof ClassPrediction classes) {
            score = metrics.value("accuracy");
            List<ReliabilityBin> byConfidence = Classification.reliability(classes, BINS);
            for (int b = 0; b < BINS; b++) {
                ReliabilityBin bin = byConfidence.get(b);
                bins[3 * b] = bin.count();
                bins[3 * b + 1] = bin.count() * bin.accuracy();
                bins[3 * b + 2] = bin.count() * bin.confidence();
            }
        } else {
            score = Math.pow(metrics.value("rmse"), 2);
            coverage = Regression.coverage((ValuePrediction) prediction, LEVEL);
        }
        return Sums.of(1, -nll, new double[] {score, score * score, nll, nll * nll, coverage}, bins);
    }

    /**
     * Of classes: {@code accuracy}, {@code nll} and {@code ece15}; of values: {@code mse}, {@code nll} and {@code coverage90}. With
     * {@code episodes}, and half widths {@code accuracyInterval95} (or {@code mseInterval95}) and {@code nllInterval95}.
     *
     * @throws IllegalArgumentException of fewer than two episodes
     */
    public static Metrics metrics(Sums episodes) {
        double count = episodes.rows();
        if (count < 2) {
            throw new IllegalArgumentException(
                    "few-shot figures: no interval: episodes=" + count + "; give at least 2 episodes");
        }
        double[] sums = episodes.arrays().get(0);
        double[] bins = episodes.arrays().get(1);
        double rows = 0;
        double apart = 0;
        for (int b = 0; b < bins.length; b += 3) {
            rows += bins[b];
            apart += Math.abs(bins[b + 1] - bins[b + 2]);
        }
        String score = rows > 0 ? "accuracy" : "mse";
        Metrics metrics = Metrics.NONE
                .with("episodes", count)
                .with(score, sums[0] / count)
                .with(score + "Interval95", halfWidth(count, sums[0], sums[1]))
                .with("nll", sums[2] / count)
                .with("nllInterval95", halfWidth(count, sums[2], sums[3]));
        return rows > 0 ? metrics.with("ece15", apart / rows) : metrics.with("coverage90", sums[4] / count);
    }

    /** What a picture needs of the same sums: calibration of all queries where they are of classes. */
    public static PredictionShape shape(Sums episodes) {
        double[] bins = episodes.arrays().get(1);
        List<ReliabilityBin> reliability = new ArrayList<>();
        double rows = 0;
        for (int b = 0; b < BINS; b++) {
            double count = bins[3 * b];
            double divisor = Math.max(1, count);
            rows += count;
            reliability.add(new ReliabilityBin(
                    (double) b / BINS,
                    (b + 1.0) / BINS,
                    (long) count,
                    bins[3 * b + 1] / divisor,
                    bins[3 * b + 2] / divisor));
        }
        return rows > 0 ? PredictionShape.of(reliability) : PredictionShape.NONE;
    }

    private static double halfWidth(double count, double sum, double squares) {
        double variance = Math.max(0, squares - sum * sum / count) / (count - 1);
        return NORMAL_95 * Math.sqrt(variance / count);
    }
}
