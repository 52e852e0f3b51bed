package io.elbo4j.merge;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Bfloat16;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Slots;
import java.util.ArrayList;
import java.util.List;

/**
 * A round whose numbers travel in sixteen bits ({@link Bfloat16}).
 *
 * <p><b>To the shards</b> goes the state rounded to nearest. The coordinator keeps the whole state, and shards answer with the difference
 * that they made to what they were told. So what rounding withheld is not lost, and comes through when it has grown: that is
 * the error feedback of Seide et al., "1-bit stochastic gradient descent" (Interspeech 2014), for the way out.
 *
 * <p><b>Back</b> goes that difference, rounded up or down at random so that its expectation is right. The usual feedback would keep the
 * residual in the executor, and a retried or moved task would lose it; unbiased errors need no memory, and average out over
 * shards and rounds. They are small because differences are: 2⁻⁸ of a round's move, not of a weight.
 *
 * @param whole the round itself
 */
public record ShortMessages(MeanFieldRound whole) implements MeanFieldRound {

    @Override
    public int stepsPerRound() {
        return whole.stepsPerRound();
    }

    @Override
    public Slots slots() {
        return whole.slots();
    }

    @Override
    public MeanFieldState told(Round<MeanFieldState> round) {
        MeanFieldState state = whole.told(round);
        SparseGaussian q = state.posterior();
        return new MeanFieldState(
                new SparseGaussian(q.dimension(), q.support(), Bfloat16.nearest(q.mean()), Bfloat16.nearest(q.sd())),
                state.slots().stream().map(Bfloat16::nearest).toList(),
                state.step());
    }

    @Override
    public Sums run(Round<MeanFieldState> round, Shard shard) {
        Sums sums = whole.run(round, shard);
        if (sums.rows() == 0) {
            return sums;
        }
        List<float[]> standing = whole.standing(round.state());
        Key key = Stream.ROUNDING.of(round.key()).fold(round.index()).fold(shard.index());
        List<double[]> differences = new ArrayList<>();
        for (int a = 0; a < sums.arrays().size(); a++) {
            float[] from = standing.isEmpty() ? new float[0] : standing.get(a);
            differences.add(rounded(sums.arrays().get(a), from, sums.rows(), key.fold(a)));
        }
        return new Sums(sums.rows(), sums.logLik(), sums.support(), List.copyOf(differences));
    }

    private static double[] rounded(double[] array, float[] from, double rows, Key key) {
        double[] rounded = new double[array.length];
        for (int k = 0; k < rounded.length; k++) {
            float difference = (float) (array[k] / rows - (from.length == 0 ? 0 : from[k]));
            rounded[k] = rows * Bfloat16.unbiased(difference, key.bits(k));
        }
        return rounded;
    }

    @Override
    public Outcome<MeanFieldState> finish(Round<MeanFieldState> round, Sums combined) {
        List<float[]> standing = combined.rows() == 0 ? List.of() : whole.standing(round.state());
        if (standing.isEmpty()) {
            return whole.finish(round, combined);
        }
        List<double[]> arrays = new ArrayList<>();
        for (int a = 0; a < standing.size(); a++) {
            double[] sum = combined.arrays().get(a).clone();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += combined.rows() * standing.get(a)[k];
            }
            arrays.add(sum);
        }
        return whole.finish(
                round, new Sums(combined.rows(), combined.logLik(), combined.support(), List.copyOf(arrays)));
    }
}
