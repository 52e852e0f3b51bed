package io.elbo4j.models.pointmeta;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.data.Episodes;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import java.util.Arrays;
import java.util.Map;

/**
 * Rounds of any {@link EpisodicLearner}: shards add up the directions of their episodes, the coordinator moves θ along the mean.
 *
 * @param learner what an episode says
 * @param source of episodes
 * @param episodesPerRound over all shards, at least 1
 * @param optimiser of θ
 * @param schedule of its rate, by rounds
 */
public record PointMeta(
        EpisodicLearner learner, EpisodeSource source, int episodesPerRound, FirstOrder optimiser, Schedule schedule)
        implements SumsRound<PointMetaState> {

    /** As a value for a runner. */
    public Algorithm<PointMetaState, Sums> algorithm() {
        return new Algorithm<>("point-meta", this, this, PointMetaStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Before the first round. */
    public PointMetaState initial(float[] theta) {
        return new PointMetaState(theta, new float[optimiser.slots()][theta.length]);
    }

    @Override
    public Sums run(Round<PointMetaState> round, Shard shard) {
        Episodes episodes = source.of(shard);
        if (episodes.isEmpty()) {
            return identity();
        }
        float[] theta = round.state().theta();
        double[] sum = new double[theta.length];
        double[] queries = new double[1];
        double logLik = 0;
        double count = 0;
        for (int place = 0; place < episodesPerRound; place++) {
            long id = (long) round.index() * episodesPerRound + place;
            if (id % shard.shards() == shard.index()) {
                var episode = episodes.at(Stream.EPISODES.of(round.key()), id);
                ValueGrad direction = learner.direction(theta, episode);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += direction.gradient()[i];
                }
                logLik += direction.logLikSum();
                queries[0] += episode.query().rows();
                count++;
            }
        }
        return Sums.of(count, logLik, sum, queries);
    }

    /** Shards do not need the optimiser's memory, which is most of the state. */
    @Override
    public PointMetaState told(Round<PointMetaState> round) {
        return new PointMetaState(round.state().theta(), new float[0][]);
    }

    @Override
    public Outcome<PointMetaState> finish(Round<PointMetaState> round, Sums combined) {
        PointMetaState state = round.state();
        if (combined.rows() == 0) {
            return new Outcome<>(state, Map.of());
        }
        float[][] slots = new float[state.slots().length][];
        Arrays.setAll(slots, s -> state.slots()[s].clone());
        FirstOrder.Step step = optimiser.at(round.index() + 1L, schedule.at(round.index()));
        float[] theta = state.theta().clone();
        for (int i = 0; i < theta.length; i++) {
            theta[i] += (float) step.move(combined.arrays().get(0)[i] / combined.rows(), slots, 0, i);
            if (!Float.isFinite(theta[i])) {
                throw new DivergedException(round.index(), "parameter=" + i + " value=" + theta[i]);
            }
        }
        double nll = -combined.logLik() / combined.arrays().get(1)[0];
        return new Outcome<>(new PointMetaState(theta, slots), Map.of("nll", nll));
    }
}
