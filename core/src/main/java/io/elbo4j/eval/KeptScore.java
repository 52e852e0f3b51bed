package io.elbo4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a prediction is worth where only its surest rows are kept: a point of an accuracy-rejection curve.
 *
 * @param share of the rows that is kept, in (0, 1]
 * @param score of the kept rows: accuracy of classes, root mean squared error of values
 */
public record KeptScore(double share, double score) {

    /**
     * The curve, from the fewest rows to all. Classes are ranked by max p̄, values by the predictive standard deviation. Rows of equal
     * rank count each with the mean of all of them, so that their order does not matter.
     *
     * @param points at shares 1/points, 2/points, ..., 1; those that would keep no row are left out
     */
    public static List<KeptScore> curve(PredictiveDistribution prediction, int points) {
        Classification.checked(prediction);
        boolean classes = prediction instanceof ClassPrediction;
        double[] rank = rank(prediction);
        double[] loss = loss(prediction);
        int rows = rank.length;
        Integer[] order = new Integer[rows];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> rank[i]));
        // sum[k]: of the losses of the k surest rows.
        double[] sum = new double[rows + 1];
        for (int from = 0, to; from < rows; from = to) {
            double equal = 0;
            for (to = from; to < rows && rank[order[to]] == rank[order[from]]; to++) {
                equal += loss[order[to]];
            }
            for (int k = from; k < to; k++) {
                sum[k + 1] = sum[k] + equal / (to - from);
            }
        }
        List<KeptScore> curve = new ArrayList<>();
        for (int point = 1; point <= points; point++) {
            int kept = (int) ((long) point * rows / points);
            if (kept > 0) {
                double mean = sum[kept] / kept;
                curve.add(new KeptScore((double) kept / rows, classes ? 1 - mean : Math.sqrt(mean)));
            }
        }
        return curve;
    }

    /** Smaller is surer: {@code [N]}. */
    private static double[] rank(PredictiveDistribution prediction) {
        return prediction instanceof ClassPrediction classes
                ? Arrays.stream(classes.confidence()).map(each -> -each).toArray()
                : ((ValuePrediction) prediction).totalSd();
    }

    /** 1 where a class is wrong, the squared error of a value: {@code [N]}. */
    private static double[] loss(PredictiveDistribution prediction) {
        double[] loss = new double[prediction.rows()];
        for (int i = 0; i < loss.length; i++) {
            if (prediction instanceof ClassPrediction classes) {
                loss[i] = classes.predicted(i) == (int) classes.targets()[i] ? 0 : 1;
            } else {
                double off =
                        ((ValuePrediction) prediction).mean()[i] - prediction.targets()[i];
                loss[i] = off * off;
            }
        }
        return loss;
    }
}
