package io.elbo4j.models.niwmeta;

import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;

/**
 * Stochastic gradient Langevin dynamics on the episode's own loss, from m₀: mean and inverse variance of the draws after the
 * burn-in.
 *
 * @param burnIn steps that are thrown away
 * @param samples steps that are kept, at least 2
 * @param step α: θ ← θ − ½ α ∇l + √α noise, with l the sum over the rows in nats
 * @param precisionCap largest A; its inverse is the floor of the draws' variance, which with few draws is mostly noise
 */
public record Sgld(int burnIn, int samples, double step, double precisionCap) implements EpisodeFit {

    public Sgld {
        if (burnIn < 0 || samples < 2 || !(step > 0) || !(precisionCap > 0)) {
            throw new IllegalArgumentException("sgld: out of range: burnIn=" + burnIn + " samples=" + samples + " step="
                    + step + " precisionCap=" + precisionCap + "; two samples have a variance, fewer have not");
        }
    }

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "quadratic fit")
    public Quadratic of(TaskLikelihood task, EpisodeGaussian prior, Key key) {
        int d = prior.dimension();
        float[] theta = EpisodeFit.single(prior.mean());
        float[] noise = new float[d];
        float sd = (float) Math.sqrt(step);
        float half = (float) (0.5 * step);
        double[] mean = new double[d];
        double[] squares = new double[d];
        for (int t = 0; t < burnIn + samples; t++) {
            float[] gradient = task.at(theta).gradient();
            key.fold(t).gaussians(noise);
            int kept = t - burnIn + 1;
            for (int i = 0; i < d; i++) {
                theta[i] += half * gradient[i] + sd * noise[i];
                if (kept > 0) {
                    double before = theta[i] - mean[i];
                    mean[i] += before / kept;
                    squares[i] += before * (theta[i] - mean[i]);
                }
            }
        }
        double[] precision = new double[d];
        double[] precisionMean = new double[d];
        for (int i = 0; i < d; i++) {
            precision[i] = Math.min(precisionCap, (samples - 1) / squares[i]);
            precisionMean[i] = precision[i] * mean[i];
        }
        if (prior.covariance().length == d) {
            return new Quadratic(precision, precisionMean);
        }
        double[] matrix = new double[d * d];
        for (int i = 0; i < d; i++) {
            matrix[i * d + i] = precision[i];
        }
        return new Quadratic(matrix, precisionMean);
    }
}
