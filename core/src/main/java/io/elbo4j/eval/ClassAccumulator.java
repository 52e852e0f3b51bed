package io.elbo4j.eval;

import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;

/** Sums of class probabilities in the log domain. */
final class ClassAccumulator extends PredictiveAccumulator {

    private final ObservationModel model;
    private final float[] targets;
    private final int classes;
    private final LogMeanExp probabilities;
    private final double[] entropySum;

    ClassAccumulator(ObservationModel model, int rows, float[] targets) {
        super(model, rows);
        this.model = model;
        this.targets = targets.clone();
        this.classes = model instanceof Categorical categorical ? categorical.classes() : 2;
        this.probabilities = new LogMeanExp(Math.multiplyExact(rows, classes));
        this.entropySum = new double[rows];
    }

    @Override
    void accumulate(float[] outputs, double shared, int samplesBefore) {
        double[] logs = new double[classes];
        for (int i = 0; i < entropySum.length; i++) {
            logProbabilities(outputs, i, logs);
            for (int k = 0; k < classes; k++) {
                probabilities.add(i * classes + k, logs[k]);
            }
            entropySum[i] += ClassPrediction.entropy(logs, 0, classes);
        }
    }

    /** Where a target tells the group, the other groups have no probability; without one, all classes compete. */
    private void logProbabilities(float[] outputs, int row, double[] into) {
        int at = row * model.outputs();
        if (model instanceof Categorical categorical && targets.length > 0) {
            int target = (int) targets[row];
            double logTotal = categorical.logTotal(outputs, at, target);
            for (int k = 0; k < classes; k++) {
                into[k] = categorical.together(k, target) ? outputs[at + k] - logTotal : Double.NEGATIVE_INFINITY;
            }
        } else if (model instanceof Categorical) {
            double logTotal = Categorical.logSumExp(outputs, at, classes);
            for (int k = 0; k < classes; k++) {
                into[k] = outputs[at + k] - logTotal;
            }
        } else {
            into[0] = model.logLik(outputs, at, 0, 0);
            into[1] = model.logLik(outputs, at, 1, 0);
        }
    }

    @Override
    PredictiveDistribution prediction(int samples) {
        double[] logs = new double[entropySum.length * classes];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = probabilities.logMean(i, samples);
        }
        double[] expectedEntropy = new double[entropySum.length];
        for (int i = 0; i < expectedEntropy.length; i++) {
            expectedEntropy[i] = entropySum[i] / samples;
        }
        return new ClassPrediction(classes, samples, logs, expectedEntropy, targets);
    }
}
