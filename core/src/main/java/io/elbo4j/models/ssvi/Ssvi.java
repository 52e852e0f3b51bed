package io.elbo4j.models.ssvi;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalStep;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldStateCodec;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;

/** Sparse subspace variational inference: rounds that move the values, now and then a round that moves the support. */
public final class Ssvi {

    private Ssvi() {}

    /** The starting belief: a random support of the budgeted size. */
    public static SparseGaussian initial(SsviSpec spec, ParameterLayout layout, InitialPosterior start, Key root) {
        return start.sparse(layout, spec.activePerLayer(layout.weightBlocks()), Stream.INITIAL.of(root));
    }

    /** How many rounds a run takes in all. */
    public static int totalRounds(SsviSpec spec, int valueRounds, int stepsPerRound) {
        return SupportSchedule.of(spec, valueRounds, stepsPerRound).totalRounds();
    }

    /**
     * The algorithm.
     *
     * @param values how a value round works and merges
     * @param update the rule inside the value rounds
     * @param batchRows rows a minibatch
     * @param valueRounds in the whole run
     */
    public static Algorithm<MeanFieldState, Sums> of(
            SsviSpec spec,
            LogLikelihood likelihood,
            MeanFieldRound values,
            MeanFieldUpdate update,
            Target target,
            int batchRows,
            int valueRounds) {
        SupportSchedule schedule = SupportSchedule.of(spec, valueRounds, values.stepsPerRound());
        Alternating rounds = new Alternating(
                values, new SupportStep(likelihood, update, target, spec, schedule, batchRows), schedule);
        return new Algorithm<>("ssvi", rounds, rounds, MeanFieldStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Value rounds and support rounds by the schedule. */
    private record Alternating(MeanFieldRound values, SupportStep support, SupportSchedule schedule)
            implements LocalStep<MeanFieldState, Sums>, Merge<MeanFieldState, Sums> {

        @Override
        public Sums run(Round<MeanFieldState> round, Shard shard) {
            return schedule.isSupportRound(round.index()) ? support.gradient(round, shard) : values.run(round, shard);
        }

        @Override
        public Sums identity() {
            return values.identity();
        }

        @Override
        public Sums combine(Sums left, Sums right) {
            return values.combine(left, right);
        }

        @Override
        public Outcome<MeanFieldState> finish(Round<MeanFieldState> round, Sums combined) {
            return schedule.isSupportRound(round.index())
                    ? support.moved(round, combined)
                    : values.finish(round, combined);
        }
    }
}
