package io.elbo4j.eval;

import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;

/** Moments of a mixture of Gaussians or Poisson distributions, and its density and cumulative probability at the target. */
final class ValueAccumulator extends PredictiveAccumulator {

    private final ObservationModel model;
    private final float[] targets;
    private final double[] mean;
    private final double[] squaredDeviations;
    private final double[] varianceSum;
    private final LogMeanExp density;
    private final double[] atMostSum;
    private final double[] atLeastSum;

    ValueAccumulator(ObservationModel model, int rows, float[] targets) {
        super(model, rows);
        this.model = model;
        this.targets = targets.clone();
        this.mean = new double[rows];
        this.squaredDeviations = new double[rows];
        this.varianceSum = new double[rows];
        this.density = new LogMeanExp(targets.length);
        this.atMostSum = new double[targets.length];
        this.atLeastSum = new double[targets.length];
    }

    @Override
    void accumulate(float[] outputs, double shared, int samplesBefore) {
        int width = model.outputs();
        for (int i = 0; i < mean.length; i++) {
            if (!Double.isFinite(mean(model, outputs, i * width))
                    || !Double.isFinite(variance(model, outputs, i * width, shared))) {
                throw new IllegalArgumentException("prediction: mean or variance not finite: row=" + i + " output="
                        + outputs[(i + 1) * width - 1] + " sample=" + samplesBefore
                        + "; the output is a logarithm, and this one is too large");
            }
        }
        for (int i = 0; i < mean.length; i++) {
            int at = i * width;
            double centre = mean(model, outputs, at);
            double variance = variance(model, outputs, at, shared);
            // Welford's update, which does not cancel.
            double before = centre - mean[i];
            mean[i] += before / (samplesBefore + 1);
            squaredDeviations[i] += before * (centre - mean[i]);
            varianceSum[i] += variance;
            if (targets.length > 0) {
                density.add(i, model.logLik(outputs, at, targets[i], shared));
                atMostSum[i] += atMost(centre, variance, targets[i]);
                atLeastSum[i] += atLeast(centre, variance, targets[i]);
            }
        }
    }

    static double mean(ObservationModel model, float[] out, int at) {
        return model instanceof Poisson ? Math.exp(out[at]) : out[at];
    }

    static double variance(ObservationModel model, float[] out, int at, double shared) {
        if (model instanceof Poisson) {
            return Math.exp(out[at]);
        }
        if (model instanceof GaussianFixedNoise fixed) {
            return fixed.noiseVariance();
        }
        return Math.exp(model instanceof GaussianInputNoise ? out[at + 1] : shared);
    }

    private double atMost(double mean, double variance, double target) {
        return model instanceof Poisson
                ? Gamma.regularizedGammaQ(target + 1, mean)
                : 0.5 * Erf.erfc((mean - target) / Math.sqrt(2 * variance));
    }

    private double atLeast(double mean, double variance, double target) {
        if (model instanceof Poisson) {
            return target == 0 ? 1 : Gamma.regularizedGammaP(target, mean);
        }
        return 0.5 * Erf.erfc((target - mean) / Math.sqrt(2 * variance));
    }

    @Override
    PredictiveDistribution prediction(int samples) {
        double[] aleatoric = new double[mean.length];
        double[] epistemic = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            aleatoric[i] = Math.sqrt(varianceSum[i] / samples);
            epistemic[i] = Math.sqrt(squaredDeviations[i] / samples);
        }
        double[] logDensity = new double[targets.length];
        double[] atMost = new double[targets.length];
        double[] atLeast = new double[targets.length];
        for (int i = 0; i < targets.length; i++) {
            logDensity[i] = density.logMean(i, samples);
            atMost[i] = atMostSum[i] / samples;
            atLeast[i] = atLeastSum[i] / samples;
        }
        return new ValuePrediction(samples, mean.clone(), aleatoric, epistemic, targets, logDensity, atMost, atLeast);
    }
}
