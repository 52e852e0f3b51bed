package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.paper.Equation;

/**
 * A few steps on E[−log p(support)] + KL(q ‖ N(m₀, Σ*)) from N(m₀, Σ*), with Σ* at the mode of the belief: the paper's way. Of
 * independent coordinates.
 *
 * @param steps at least 1
 * @param rate of Adam
 */
public record VariationalSteps(int steps, double rate) implements Adaptation {

    public VariationalSteps {
        if (steps < 1 || !(rate > 0)) {
            throw new IllegalArgumentException(
                    "variational steps: out of range: steps=" + steps + " rate=" + rate + "; both are above 0");
        }
    }

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "test-time objective")
    public EpisodeGaussian posterior(NormalInverseWishart belief, TaskLikelihood support, Key key) {
        EpisodeGaussian prior = EpisodeGaussian.atMode(belief);
        int d = prior.dimension();
        if (prior.covariance().length != d) {
            throw new IllegalArgumentException("variational steps: independent coordinates only: dimension=" + d
                    + "; use the closed form, or a diagonal belief");
        }
        double[] mean = prior.mean().clone();
        double[] sd = DiagonalShape.INSTANCE.root(prior);
        float[][] slots = new float[4][d];
        float[] noise = new float[d];
        float[] theta = new float[d];
        for (int t = 0; t < steps; t++) {
            key.fold(t).gaussians(noise);
            for (int i = 0; i < d; i++) {
                theta[i] = (float) (mean[i] + sd[i] * noise[i]);
            }
            float[] gradient = support.at(theta).gradient();
            FirstOrder.Step step = new Adam(0.9, 0.999, 1e-8).at(t + 1L, rate);
            for (int i = 0; i < d; i++) {
                double precision = 1 / prior.covariance()[i];
                double byMean = gradient[i] - precision * (mean[i] - prior.mean()[i]);
                double byLogSd = sd[i] * noise[i] * gradient[i] + 1 - precision * sd[i] * sd[i];
                mean[i] += step.move(byMean, slots, 0, i);
                sd[i] *= Math.exp(step.move(byLogSd, slots, 2, i));
            }
        }
        double[] variance = new double[d];
        for (int i = 0; i < d; i++) {
            variance[i] = sd[i] * sd[i];
        }
        return new EpisodeGaussian(mean, variance);
    }

    @Override
    public double boundNats(NormalInverseWishart belief, TaskLikelihood support, EpisodeGaussian local, Key key) {
        throw new IllegalArgumentException("variational steps: one component only: steps=" + steps
                + "; use the closed form where episodes are of several components");
    }
}
