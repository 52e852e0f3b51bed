package io.elbo4j.update;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import java.util.List;

/**
 * Bayesian gradient descent: every minibatch is new data, and the belief before it is its prior, so that no step needs to know
 * where a task ends. Chen Zeno, Itay Golan, Elad Hoffer and Daniel Soudry, "Task agnostic continual learning using online
 * variational Bayes", arXiv 1803.10123v3. Rows that come again in later epochs are counted again.
 *
 * <p>For a quadratic loss with a = ½σ²H the rule takes σ to σ(√(1 + a²) − a), where σ/√(1 + 2a) would be exact: below it for large
 * steps. Points (biases) step with the variance that weights start with.
 *
 * @param rate η; 1 is the derivation's
 * @param pointVariance of points
 */
public record BayesianGradientDescent(double rate, double pointVariance) implements MeanFieldUpdate {

    public BayesianGradientDescent {
        if (!(rate > 0 && pointVariance > 0)) {
            throw new IllegalArgumentException("bgd: out of range: train.learningRate=" + rate + " pointVariance="
                    + pointVariance + "; both are above 0");
        }
    }

    @Override
    public List<Newcomer> newcomers() {
        return List.of();
    }

    @Override
    public MeanFieldState initial(SparseGaussian posterior, Target target) {
        return new MeanFieldState(posterior, List.of(), 0);
    }

    /** μ ← μ − ησ²E[∂L/∂θ], σ ← σ(√(1 + a²) − a) with a = ½σE[ε ∂L/∂θ] and L summed over the minibatch. */
    @Override
    @Equation(paper = "arXiv:1803.10123v3", number = "Algorithm 1")
    public MeanFieldState next(MeanFieldState state, Sums gradient, Target target) {
        SparseGaussian q = state.posterior();
        float[] mean = q.mean().clone();
        float[] sd = q.sd().clone();
        double[] meanGradient = gradient.arrays().get(0);
        double[] logSdGradient = gradient.arrays().get(1);
        for (ParameterBlock block : target.layout().blocks()) {
            int end = q.position(block.end());
            for (int k = q.position(block.offset()); k < end; k++) {
                if (block.role() == Role.STATISTIC) {
                    mean[k] += (float) (RunningMoments.RATE * meanGradient[k] / gradient.rows());
                    continue;
                }
                double variance = q.isPoint(k) ? pointVariance : (double) sd[k] * sd[k];
                mean[k] += (float) (rate * variance * meanGradient[k]);
                double a = -0.5 * logSdGradient[k];
                sd[k] *= (float) (Math.sqrt(1 + a * a) - a);
            }
        }
        return new MeanFieldState(
                new SparseGaussian(q.dimension(), q.support(), mean, sd), List.of(), state.step() + 1);
    }
}
