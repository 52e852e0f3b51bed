package io.elbo4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a picture of a prediction needs, small enough to be kept: curves and histograms in place of rows. What does not apply is empty.
 *
 * @param reliability of the top label, in bins of equal width; classes alone
 * @param kept scores of the surest rows, from the fewest to all
 * @param coverage of central intervals; values alone
 * @param entropy of H[p̄] in nats over [0, ln K]: {@code right} and {@code wrong} rows, and {@code unfamiliar} ones; classes alone
 * @param generated rows that it makes, where it is a model of rows
 */
public record PredictionShape(
        List<ReliabilityBin> reliability,
        List<KeptScore> kept,
        List<Coverage> coverage,
        List<Histogram> entropy,
        GeneratedShape generated) {

    /** Of nothing. */
    public static final PredictionShape NONE = new PredictionShape(List.of(), List.of(), List.of(), List.of());

    private static final int KEPT_POINTS = 50;
    private static final int ENTROPY_BINS = 20;

    public PredictionShape {
        reliability = List.copyOf(reliability);
        kept = List.copyOf(kept);
        coverage = List.copyOf(coverage);
        entropy = List.copyOf(entropy);
    }

    /** Of a prediction of targets. */
    public PredictionShape(
            List<ReliabilityBin> reliability, List<KeptScore> kept, List<Coverage> coverage, List<Histogram> entropy) {
        this(reliability, kept, coverage, entropy, GeneratedShape.NONE);
    }

    /** Of a model of rows, which predicts no targets. */
    public static PredictionShape of(GeneratedShape generated) {
        return new PredictionShape(List.of(), List.of(), List.of(), List.of(), generated);
    }

    /** Of a prediction with targets. */
    public static PredictionShape of(PredictiveDistribution prediction) {
        List<KeptScore> kept = KeptScore.curve(prediction, KEPT_POINTS);
        if (prediction instanceof ValuePrediction values) {
            return new PredictionShape(List.of(), kept, Coverage.curve(values), List.of());
        }
        ClassPrediction classes = (ClassPrediction) prediction;
        boolean[] right = new boolean[classes.rows()];
        for (int i = 0; i < right.length; i++) {
            right[i] = classes.predicted(i) == (int) classes.targets()[i];
        }
        double[] entropy = classes.predictiveEntropy();
        return new PredictionShape(
                Classification.reliability(classes, Metrics.BINS),
                kept,
                List.of(),
                List.of(
                        histogram("right", classes.classes(), where(entropy, right, true)),
                        histogram("wrong", classes.classes(), where(entropy, right, false))));
    }

    /** Of predictions that were only binned, as those of many episodes are. */
    static PredictionShape of(List<ReliabilityBin> reliability) {
        return new PredictionShape(reliability, List.of(), List.of(), List.of());
    }

    /** With rows that the model should not know. */
    public PredictionShape withUnfamiliar(ClassPrediction others) {
        List<Histogram> more = new ArrayList<>(entropy);
        more.add(histogram("unfamiliar", others.classes(), others.predictiveEntropy()));
        return new PredictionShape(reliability, kept, coverage, more);
    }

    private static Histogram histogram(String name, int classes, double[] entropy) {
        return Histogram.of(name, 0, Math.log(classes), ENTROPY_BINS, entropy);
    }

    private static double[] where(double[] values, boolean[] is, boolean wanted) {
        double[] found = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (is[i] == wanted) {
                found[count++] = values[i];
            }
        }
        return Arrays.copyOf(found, count);
    }
}
