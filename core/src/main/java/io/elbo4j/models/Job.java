package io.elbo4j.models;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.family.Posterior;
import java.util.Optional;
import java.util.function.Function;

/**
 * A configured algorithm with all that a runner and a store need to know of it.
 *
 * @param algorithm what to run
 * @param initial state before round 0
 * @param rounds in the whole run
 * @param posterior the belief inside a state
 * @param asPrior what the next training takes as its prior
 * @param network where that is a network's, with variances
 * @param partition where it is made of sites
 * @param episodes where it is learned from episodes
 * @param generative where it is a model of rows and not of targets
 */
public record Job<S>(
        Algorithm<S, ?> algorithm,
        S initial,
        int rounds,
        Function<S, Posterior> posterior,
        Function<S, Posterior> asPrior,
        Optional<NetworkBelief<S>> network,
        Optional<Partition<S>> partition,
        Optional<EpisodicModel<S>> episodes,
        Optional<GenerativeModel> generative) {

    /** Of rows, without variances. */
    public Job(
            Algorithm<S, ?> algorithm,
            S initial,
            int rounds,
            Function<S, Posterior> posterior,
            Function<S, Posterior> asPrior) {
        this(
                algorithm,
                initial,
                rounds,
                posterior,
                asPrior,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of rows. */
    public Job(
            Algorithm<S, ?> algorithm,
            S initial,
            int rounds,
            Function<S, Posterior> posterior,
            Optional<NetworkBelief<S>> network,
            Optional<Partition<S>> partition) {
        this(algorithm, initial, rounds, posterior, posterior, network, partition, Optional.empty(), Optional.empty());
    }

    /** Of episodes. */
    static <S> Job<S> ofEpisodes(
            Algorithm<S, ?> algorithm,
            S initial,
            int rounds,
            Function<S, Posterior> posterior,
            EpisodicModel<S> episodes) {
        return new Job<>(
                algorithm,
                initial,
                rounds,
                posterior,
                posterior,
                Optional.empty(),
                Optional.empty(),
                Optional.of(episodes),
                Optional.empty());
    }

    /** Of rows that it could have made. */
    static <S> Job<S> ofRows(
            Algorithm<S, ?> algorithm,
            S initial,
            int rounds,
            Function<S, Posterior> points,
            GenerativeModel generative) {
        return new Job<>(
                algorithm,
                initial,
                rounds,
                points,
                points,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(generative));
    }
}
