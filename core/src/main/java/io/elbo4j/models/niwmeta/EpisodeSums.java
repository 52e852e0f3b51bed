package io.elbo4j.models.niwmeta;

import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Episode;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import java.util.List;

/**
 * What a shard adds up over its episodes of a round. One use: {@link #add} each, then {@link #sums}.
 *
 * <p>The arrays of the sums are, in order: gradient in m₀ {@code [A]}; gradient in the covariance, in its shape; gradient in
 * the shared weights {@code [C]}; {divergence in nats, rows of the expected log likelihood}; 1 at the place of each skipped episode,
 * {@code [episodes a round]}; draws from each component of the hierarchy, {@code [K]}; and squared slopes in all own weights in a round
 * that moves the support, else nothing. The first two are of one component after the
 * other. With the additive update they are Σ(m − m₀) and Σ(V + (m − m₀)(m − m₀)ᵀ): about m₀, so that their difference does not
 * cancel. Gradients are those of a loss.
 */
final class EpisodeSums {

    private final EpisodeLearning learning;
    private final NiwMetaState state;
    private final double[] mean;
    private final double[] spread;
    private final double[] shared;
    private final double[] figures = new double[2];
    private final double[] skipped;
    private final double[] draws;
    private final boolean moving;
    private double[] slopes = new double[0];
    private double logLik;
    private double count;

    EpisodeSums(EpisodeLearning learning, int episodesPerRound, NiwMetaState state, boolean moving) {
        this.learning = learning;
        this.state = state;
        this.moving = moving;
        mean = new double[state.components() * state.belief().mean().length];
        spread = new double[state.components() * state.belief().scale().length];
        shared = new double[state.shared().length];
        skipped = new double[episodesPerRound];
        draws = new double[state.components()];
    }

    /** Adds an episode; one that gives a number that is not finite is skipped. */
    void add(Episode episode, Key key) {
        EpisodePart part = learning.part(state, episode, key);
        if (!part.isFinite()) {
            skipped[(int) (episode.id() % skipped.length)] = 1;
            return;
        }
        add(mean, part.mean());
        add(spread, part.spread());
        for (int i = 0; i < shared.length; i++) {
            shared[i] += part.shared()[i];
        }
        figures[0] += part.klNats();
        figures[1] += part.rows();
        add(draws, part.draws());
        if (moving) {
            double[] own = learning.squaredSlopes(state, episode, key);
            slopes = slopes.length == 0 ? new double[own.length] : slopes;
            add(slopes, own);
        }
        logLik += part.logLik();
        count++;
    }

    Sums sums() {
        return new Sums(count, logLik, List.of(mean, spread, shared, figures, skipped, draws, slopes));
    }

    private static void add(double[] into, double[] what) {
        for (int i = 0; i < into.length; i++) {
            into[i] += what[i];
        }
    }

    /** Names the draws of an episode: by its id, so that shards and executors change nothing. */
    static Key key(Round<NiwMetaState> round, long id) {
        return Stream.NOISE.of(round.key()).fold(id);
    }
}
