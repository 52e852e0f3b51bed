package io.elbo4j.merge;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.math.WeightedArrays;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Slots;
import io.elbo4j.update.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many local steps a round, each shard on its own copy of the whole belief; then the beliefs are averaged with the shards' rows as
 * weights, and the rule's slots with them. With {@link Average#MEANS} the gradient is scaled to all N rows: each shard's belief
 * already counts all rows, so the average neither narrows nor widens it. {@link SiteProduct} instead gives each shard the other
 * shards' sites as its prior, and multiplies.
 *
 * @param likelihood of the data
 * @param estimator of the gradient
 * @param update that moves the belief
 * @param target what is inferred
 * @param batchRows rows a step
 * @param localSteps steps a round
 * @param average what is averaged
 */
public record WeightedMean(
        LogLikelihood likelihood,
        Estimator estimator,
        MeanFieldUpdate update,
        Target target,
        int batchRows,
        int localSteps,
        Average average)
        implements MeanFieldRound {

    /** Means and precisions. */
    public WeightedMean(
            LogLikelihood likelihood,
            Estimator estimator,
            MeanFieldUpdate update,
            Target target,
            int batchRows,
            int localSteps) {
        this(likelihood, estimator, update, target, batchRows, localSteps, Average.MEANS);
    }

    @Override
    public int stepsPerRound() {
        return localSteps;
    }

    @Override
    public Slots slots() {
        return update;
    }

    @Override
    public Sums run(Round<MeanFieldState> round, Shard shard) {
        int rows = shard.examples().rows();
        if (rows == 0) {
            return identity();
        }
        Target local =
                new Target(target.layout(), target.prior(), average.rows(rows, target.totalRows()), target.objective());
        LocalSteps.Taken taken = new LocalSteps(likelihood, estimator, update, batchRows, localSteps)
                .from(round.state(), local, round, shard);
        List<double[]> arrays = new ArrayList<>();
        for (float[] array : arrays(taken.state(), round.state().posterior().mean())) {
            arrays.add(WeightedArrays.times(array, rows));
        }
        return new Sums(rows, rows * taken.logLik(), List.copyOf(arrays));
    }

    @Override
    public List<float[]> standing(MeanFieldState state) {
        return arrays(state, state.posterior().mean());
    }

    /**
     * What a shard sends, a row, as float32: the averaged coordinates of its belief, and its slots.
     *
     * @param before means at the start of the round
     */
    private List<float[]> arrays(MeanFieldState state, float[] before) {
        SparseGaussian q = state.posterior();
        float[] first = new float[q.active()];
        float[] second = new float[q.active()];
        for (int k = 0; k < first.length; k++) {
            boolean point = q.isPoint(k);
            double mean = q.mean()[k];
            first[k] = (float) (point ? mean : average.first(mean, q.sd()[k], before[k]));
            second[k] = (float) (point ? 0 : average.second(mean, q.sd()[k], before[k]));
        }
        List<float[]> arrays = new ArrayList<>(List.of(first, second));
        arrays.addAll(state.slots());
        return arrays;
    }

    @Override
    public Outcome<MeanFieldState> finish(Round<MeanFieldState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        SparseGaussian before = round.state().posterior();
        float[] mean = new float[before.active()];
        float[] sd = new float[before.active()];
        double rows = combined.rows();
        for (int k = 0; k < sd.length; k++) {
            double first = combined.arrays().get(0)[k];
            double second = combined.arrays().get(1)[k];
            boolean point = before.isPoint(k);
            mean[k] = (float) (point ? first / rows : average.mean(first, second, rows, before.mean()[k]));
            double variance = point ? 0 : average.variance(first, second, rows, before.mean()[k]);
            // Rounded sums (ShortMessages) may leave no variance to speak of; the weight then keeps what it had.
            boolean lost = variance <= 0 || variance == Double.POSITIVE_INFINITY;
            sd[k] = lost ? before.sd()[k] : (float) Math.sqrt(variance);
        }
        List<float[]> slots = combined.arrays().stream()
                .skip(2)
                .map(sum -> WeightedArrays.mean(sum, combined.rows()))
                .toList();
        SparseGaussian posterior = new SparseGaussian(before.dimension(), before.support(), mean, sd);
        MeanFieldState next = new MeanFieldState(posterior, slots, round.state().step() + localSteps);
        return MeanFieldRound.checked(round, next, combined, target);
    }
}
