package io.elbo4j.eval;

import java.util.Arrays;
import org.hipparchus.distribution.RealDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Distributions of a count or a real value for N rows: mixtures of one component a sample, in equal parts, or of known parts.
 *
 * @param samples S; 1 where the mixture is known without samples
 * @param mean {@code [N]}: of the mixture, in the target's unit
 * @param aleatoricSd {@code [N]}: root of the mean variance within components, the noise of the data
 * @param epistemicSd {@code [N]}: standard deviation (divisor S) of the components' means, the doubt about the weights; 0
 *     with one sample. The squares of both add up to the variance of the mixture
 * @param targets {@code [N]}, or empty where they are not known; then the following are empty too
 * @param logDensity {@code [N]}: ln of the mixture's density at the target, in nats
 * @param atMost {@code [N]}: the mixture's probability of a value no greater than the target
 * @param atLeast {@code [N]}: the mixture's probability of a value no less than the target
 */
public record ValuePrediction(
        int samples,
        double[] mean,
        double[] aleatoricSd,
        double[] epistemicSd,
        float[] targets,
        double[] logDensity,
        double[] atMost,
        double[] atLeast)
        implements PredictiveDistribution {

    public ValuePrediction {
        int labels = targets.length;
        boolean fits = samples >= 1
                && aleatoricSd.length == mean.length
                && epistemicSd.length == mean.length
                && (labels == mean.length || labels == 0)
                && logDensity.length == labels
                && atMost.length == labels
                && atLeast.length == labels;
        if (!fits) {
            throw new IllegalArgumentException("value prediction: sizes do not agree: samples=" + samples + " rows="
                    + mean.length + " aleatoricSd=" + aleatoricSd.length + " epistemicSd=" + epistemicSd.length
                    + " targets=" + labels + " logDensity=" + logDensity.length
                    + "; give a number a row, and a target a row or none");
        }
    }

    @Override
    public int rows() {
        return mean.length;
    }

    /**
     * Mixtures of normals in closed form.
     *
     * @param probabilities of the components, {@code [K]}
     * @param means {@code [K, N]}
     * @param variances {@code [K, N]}: the doubt about each mean
     * @param noiseVariance of the data around it, positive
     * @param targets {@code [N]}
     */
    public static ValuePrediction ofNormals(
            double[] probabilities, double[][] means, double[][] variances, double noiseVariance, float[] targets) {
        double[] noise = new double[probabilities.length];
        Arrays.fill(noise, noiseVariance);
        return ofStudentTs(probabilities, Double.POSITIVE_INFINITY, means, variances, noise, targets);
    }

    /**
     * Mixtures of Student ts in closed form. Where these have no variance, with up to two degrees of freedom, their squared scale takes its place in both
     * standard deviations.
     *
     * @param probabilities of the components, {@code [K]}
     * @param degrees of freedom; infinite for normals
     * @param means {@code [K, N]}
     * @param variances {@code [K, N]}: the part of the doubt in the squared scale
     * @param noiseVariances {@code [K]}: the part of the noise in it, positive
     * @param targets {@code [N]}
     */
    public static ValuePrediction ofStudentTs(
            double[] probabilities,
            double degrees,
            double[][] means,
            double[][] variances,
            double[] noiseVariances,
            float[] targets) {
        RealDistribution error = Double.isInfinite(degrees) ? new NormalDistribution() : new TDistribution(degrees);
        double unit = degrees > 2 ? error.getNumericalVariance() : 1;
        int rows = targets.length;
        double[] mean = new double[rows];
        double[] aleatoric = new double[rows];
        double[] epistemic = new double[rows];
        double[] logDensity = new double[rows];
        double[] atMost = new double[rows];
        double[] atLeast = new double[rows];
        LogMeanExp density = new LogMeanExp(rows);
        for (int i = 0; i < rows; i++) {
            double square = 0;
            double noise = 0;
            double seen = 0;
            for (int k = 0; k < probabilities.length; k++) {
                // What has no probability must not make a number that is not finite.
                if (probabilities[k] > 0) {
                    double p = probabilities[k];
                    double scale = Math.sqrt(variances[k][i] + noiseVariances[k]);
                    double off = (targets[i] - means[k][i]) / scale;
                    // Welford's update with weights, which does not cancel.
                    seen += p;
                    double before = means[k][i] - mean[i];
                    mean[i] += before * p / seen;
                    square += p * (unit * variances[k][i] + before * (means[k][i] - mean[i]));
                    noise += p * unit * noiseVariances[k];
                    density.add(i, Math.log(p) + error.logDensity(off) - Math.log(scale));
                    atMost[i] += p * error.cumulativeProbability(off);
                    atLeast[i] += p * error.cumulativeProbability(-off);
                }
            }
            aleatoric[i] = Math.sqrt(noise);
            epistemic[i] = Math.sqrt(square);
            logDensity[i] = density.logMean(i, 1);
        }
        return new ValuePrediction(1, mean, aleatoric, epistemic, targets.clone(), logDensity, atMost, atLeast);
    }

    /** Standard deviation of the mixture in each row {@code [N]}. */
    public double[] totalSd() {
        double[] total = new double[rows()];
        for (int i = 0; i < total.length; i++) {
            total[i] = Math.hypot(aleatoricSd[i], epistemicSd[i]);
        }
        return total;
    }

    @Override
    public double[] logPredictive() {
        if (!labelled()) {
            throw new IllegalArgumentException(
                    "value prediction: no targets: rows=" + rows() + "; give the targets when you predict");
        }
        return logDensity.clone();
    }

    /**
     * The same prediction in another unit: value ↦ shift + scale · value, for targets that were standardised.
     *
     * @param scale positive
     */
    public ValuePrediction inUnits(double shift, double scale) {
        float[] moved = new float[targets.length];
        double[] density = new double[logDensity.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (shift + scale * targets[i]);
            density[i] = logDensity[i] - Math.log(scale);
        }
        return new ValuePrediction(
                samples,
                mapped(mean, shift, scale),
                mapped(aleatoricSd, 0, scale),
                mapped(epistemicSd, 0, scale),
                moved,
                density,
                atMost,
                atLeast);
    }

    private static double[] mapped(double[] values, double shift, double scale) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = shift + scale * values[i];
        }
        return mapped;
    }
}
