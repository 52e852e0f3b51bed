package io.elbo4j.models.linear;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.math.Sums;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean-field ascent with exact gradients: shards send the gradient of the expected log likelihood at the current belief and
 * its curvature's diagonal, never XᵀX. The precision takes its optimum at once (a natural-gradient step of length 1); the
 * mean moves along its gradient divided by the precision, with the step length of Barzilai and Borwein ("Two-point step
 * size gradient methods", IMA Journal of Numerical Analysis 8, 1988), which converges for every strictly concave quadratic
 * without a rate to choose (Raydan 1993).
 *
 * @param spec the model; mean-field
 */
record ExactGradient(LinearSpec spec) implements SumsRound<LinearState> {

    private static final double CONVERGED = 1e-9;

    /** Arrays: gradient of the mean {@code [D]}, Σ x² {@code [D]}, Σ residual² {@code [1]}. */
    @Override
    public Sums run(Round<LinearState> round, Shard shard) {
        Batch batch = shard.examples();
        if (batch.rows() == 0) {
            return identity();
        }
        double[] mean = LinearElbo.mean(round.state().posterior());
        int inputs = batch.width();
        float[] features = batch.features().dense();
        double[] gradient = new double[mean.length];
        double[] squares = new double[mean.length];
        double[] residualSquare = new double[1];
        for (int r = 0; r < batch.rows(); r++) {
            double residual = batch.targets()[r] - (spec.bias() ? mean[inputs] : 0);
            for (int f = 0; f < inputs; f++) {
                residual -= mean[f] * features[r * inputs + f];
            }
            double weight = batch.weight(r);
            residualSquare[0] += weight * (residual * residual);
            for (int f = 0; f < mean.length; f++) {
                double x = f < inputs ? features[r * inputs + f] : 1;
                gradient[f] += weight * (x * residual / spec.noiseVariance());
                squares[f] += weight * (x * x);
            }
        }
        return Sums.of(batch.totalWeight(), 0, gradient, squares, residualSquare);
    }

    @Override
    public Outcome<LinearState> finish(Round<LinearState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        LinearState state = round.state();
        double[] mean = LinearElbo.mean(state.posterior());
        double[] gradient = combined.arrays().get(0).clone();
        double[] pull = spec.prior().gradient(mean);
        double[] variance = new double[mean.length];
        double curvature = 0;
        for (int i = 0; i < mean.length; i++) {
            gradient[i] += pull[i];
            double squares = combined.arrays().get(1)[i];
            variance[i] = 1 / (squares / spec.noiseVariance() + spec.prior().precision(i));
            curvature += squares * variance[i];
        }
        double expectedLogLik = -0.5 * combined.rows() * Math.log(2 * Math.PI * spec.noiseVariance())
                - 0.5 * (combined.arrays().get(2)[0] + curvature) / spec.noiseVariance();
        double kl = LinearElbo.klNats(new DiagonalGaussian(mean, variance), spec.prior());
        double elbo = expectedLogLik - kl;
        if (!Double.isFinite(elbo)) {
            throw new DivergedException(round.index(), "elbo=" + elbo);
        }
        double length = stepLength(state, mean, gradient, variance);
        double[] moved = new double[mean.length];
        double norm = 0;
        for (int i = 0; i < moved.length; i++) {
            moved[i] = mean[i] + length * variance[i] * gradient[i];
            norm += variance[i] * gradient[i] * gradient[i];
        }
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("elbo", elbo);
        diagnostics.put("nll", -expectedLogLik / combined.rows());
        diagnostics.put("kl", kl);
        // In units of the posterior's standard deviations: how far the optimum can still be.
        diagnostics.put("naturalGradientNorm", Math.sqrt(norm));
        diagnostics.put("converged", norm < CONVERGED * CONVERGED ? 1.0 : 0.0);
        return new Outcome<>(new LinearState(new DiagonalGaussian(moved, variance), elbo, mean, gradient), diagnostics);
    }

    /** sᵀΛs / sᵀ(−y), with s the last move, y the change of the gradient and Λ the mean-field precision; first 1/D. */
    private static double stepLength(LinearState state, double[] mean, double[] gradient, double[] variance) {
        if (state.previousMean().length == 0) {
            // Λ⁻¹ times the exact precision has trace D, so 1/D is a step that cannot overshoot.
            return 1.0 / mean.length;
        }
        double moved = 0;
        double bent = 0;
        for (int i = 0; i < mean.length; i++) {
            double s = mean[i] - state.previousMean()[i];
            moved += s * s / variance[i];
            bent += s * (state.previousGradient()[i] - gradient[i]);
        }
        return bent > 0 ? moved / bent : 0;
    }
}
