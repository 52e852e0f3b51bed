package io.elbo4j.merge;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batches;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many local steps a round, each shard on its own copy of the whole belief with the gradient scaled to all N rows; then
 * the beliefs are averaged with the shards' rows as weights: means, precisions and the rule's slots. Each shard's belief
 * already counts all N rows, so the average neither narrows nor widens it.
 *
 * @param likelihood of the data
 * @param estimator of the gradient
 * @param update that moves the belief
 * @param target what is inferred
 * @param batchRows rows a step
 * @param localSteps steps a round
 */
public record WeightedMean(
        LogLikelihood likelihood,
        Estimator estimator,
        MeanFieldUpdate update,
        Target target,
        int batchRows,
        int localSteps)
        implements MeanFieldRound {

    @Override
    public int stepsPerRound() {
        return localSteps;
    }

    @Override
    public Sums run(Round<MeanFieldState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return identity();
        }
        Batches batches = shard.batches(Stream.BATCHES.of(round.key()), batchRows);
        Key noise = Stream.NOISE.of(round.key());
        MeanFieldState state = round.state();
        double logLik = 0;
        for (int i = 0; i < localSteps; i++) {
            Key draw = noise.fold(state.step()).fold(shard.index());
            Sums gradient = estimator.gradient(state.posterior(), likelihood, batches.at(state.step()), draw);
            logLik += gradient.logLik() / gradient.rows();
            state = update.next(state, gradient, target);
        }
        double weight = shard.examples().rows();
        List<double[]> arrays = new ArrayList<>();
        arrays.add(scaled(state.posterior().mean(), weight));
        arrays.add(precisions(state.posterior(), weight));
        state.slots().forEach(slot -> arrays.add(scaled(slot, weight)));
        return new Sums(weight, weight * logLik / localSteps, List.copyOf(arrays));
    }

    @Override
    public Outcome<MeanFieldState> finish(Round<MeanFieldState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        SparseGaussian before = round.state().posterior();
        float[] sd = new float[before.active()];
        for (int k = 0; k < sd.length; k++) {
            sd[k] = before.isPoint(k)
                    ? 0f
                    : (float) Math.sqrt(combined.rows() / combined.arrays().get(1)[k]);
        }
        List<float[]> slots = combined.arrays().stream()
                .skip(2)
                .map(sum -> mean(sum, combined.rows()))
                .toList();
        SparseGaussian posterior = new SparseGaussian(
                before.dimension(), before.support(), mean(combined.arrays().get(0), combined.rows()), sd);
        MeanFieldState next = new MeanFieldState(posterior, slots, round.state().step() + localSteps);
        return MeanFieldRound.checked(round, next, combined, target);
    }

    private static double[] scaled(float[] values, double weight) {
        double[] scaled = new double[values.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = values[k] * weight;
        }
        return scaled;
    }

    private static float[] mean(double[] sum, double weight) {
        float[] mean = new float[sum.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) (sum[k] / weight);
        }
        return mean;
    }

    private static double[] precisions(SparseGaussian q, double weight) {
        double[] precision = new double[q.active()];
        for (int k = 0; k < precision.length; k++) {
            // As float32, which is what is sent.
            precision[k] = q.isPoint(k) ? 0 : weight * (float) (1 / ((double) q.sd()[k] * q.sd()[k]));
        }
        return precision;
    }
}
