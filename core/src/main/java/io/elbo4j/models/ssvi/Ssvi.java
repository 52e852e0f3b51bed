package io.elbo4j.models.ssvi;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
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
import io.elbo4j.update.Target;

/** Sparse subspace variational inference: rounds that move the values, now and then a round that moves the support. */
public final class Ssvi {

    private Ssvi() {}

    /** The starting belief: a random support of the budgeted size. */
    public static SparseGaussian initial(SsviSpec spec, ParameterLayout layout, InitialPosterior start, Key root) {
        return start.sparse(layout, spec.activePerLayer(layout.weightBlocks()), Stream.INITIAL.of(root));
    }

    /** How many rounds a run takes in all. */
    public static int totalRounds(SsviSpec spec, ParameterLayout layout, int valueRounds, int stepsPerRound) {
        return SupportSchedule.of(spec, spec.passes(layout), valueRounds, stepsPerRound)
                .totalRounds();
    }

    /** How many of the rounds before a round move values. */
    public static int valueRoundsBefore(
            SsviSpec spec, ParameterLayout layout, int valueRounds, int stepsPerRound, int round) {
        return SupportSchedule.of(spec, spec.passes(layout), valueRounds, stepsPerRound)
                .valueRoundsBefore(round);
    }

    /**
     * The algorithm.
     *
     * @param values how a value round works and merges
     * @param batchRows rows a minibatch
     * @param valueRounds in the whole run
     */
    public static Algorithm<SsviState, Sums> of(
            SsviSpec spec,
            LogLikelihood likelihood,
            MeanFieldRound values,
            Target target,
            int batchRows,
            int valueRounds) {
        SupportSchedule schedule =
                SupportSchedule.of(spec, spec.passes(target.layout()), valueRounds, values.stepsPerRound());
        Alternating rounds = new Alternating(
                values, new SupportStep(likelihood, values.slots(), target, spec, schedule, batchRows), schedule);
        return new Algorithm<>("ssvi", rounds, rounds, SsviStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Value rounds and support rounds by the schedule. */
    private record Alternating(MeanFieldRound values, SupportStep support, SupportSchedule schedule)
            implements SumsRound<SsviState> {

        @Override
        public Sums run(Round<SsviState> round, Shard shard) {
            return schedule.phase(round.index()) == SupportSchedule.Phase.VALUES
                    ? values.run(belief(round), shard)
                    : support.gradient(round, shard);
        }

        /** Support rounds are told everything: shards work out for themselves who leaves. */
        @Override
        public SsviState told(Round<SsviState> round) {
            return schedule.phase(round.index()) == SupportSchedule.Phase.VALUES
                    ? SsviState.of(values.told(belief(round)))
                    : round.state();
        }

        private static Round<MeanFieldState> belief(Round<SsviState> round) {
            return new Round<>(round.index(), round.state().belief(), round.key());
        }

        @Override
        public Outcome<SsviState> finish(Round<SsviState> round, Sums combined) {
            return switch (schedule.phase(round.index())) {
                case NOMINATION -> support.nominated(round, combined);
                case MOVE -> support.moved(round, combined);
                case VALUES -> {
                    Outcome<MeanFieldState> outcome = values.finish(belief(round), combined);
                    yield new Outcome<>(SsviState.of(outcome.state()), outcome.diagnostics());
                }
            };
        }
    }
}
