package io.elbo4j.models;

import io.elbo4j.data.Standardisation;
import io.elbo4j.density.Network;
import io.elbo4j.family.Posterior;
import io.elbo4j.nn.Networks;
import io.elbo4j.spec.RunSpec;
import java.util.List;

/**
 * A model with all that is needed to use it and to go on training it.
 *
 * @param spec the run's settings
 * @param input what the data told
 * @param standardisation of features (and targets), fitted on the training rows
 * @param network of the likelihood
 * @param job the algorithm
 * @param state after {@code round} rounds
 * @param round how many rounds were run
 */
public record TrainedModel<S>(
        RunSpec spec,
        ModelInput input,
        Standardisation standardisation,
        Network network,
        Job<S> job,
        S state,
        int round) {

    /** A model before its first round. */
    public static TrainedModel<?> untrained(RunSpec spec, ModelInput input, Standardisation standardisation) {
        Network network = Catalog.network(
                spec,
                Networks.of(
                        spec.network().engine(),
                        spec.network().layers(),
                        spec.network().bias(),
                        input.dl4j(),
                        input.shape(),
                        spec.likelihood().observation(input.classes())));
        Job<?> job = Catalog.job(spec, network, input);
        return untrained(spec, input, standardisation, network, job);
    }

    /**
     * A model of rows that nobody has read, as they are.
     *
     * @param shape of a row
     * @param rows that there would be
     */
    public static TrainedModel<?> unread(RunSpec spec, List<Integer> shape, long rows, String dl4j) {
        int classes = Math.max(2, spec.likelihood().classes());
        ModelInput input = ModelInput.unread(shape, classes, rows, dl4j);
        return untrained(
                spec, input, Standardisation.identity(input.featureNames().size()));
    }

    private static <S> TrainedModel<S> untrained(
            RunSpec spec, ModelInput input, Standardisation standardisation, Network network, Job<S> job) {
        return new TrainedModel<>(spec, input, standardisation, network, job, job.initial(), 0);
    }

    /** The same model with another state. */
    public TrainedModel<S> at(S newState, int newRound) {
        return new TrainedModel<>(spec, input, standardisation, network, job, newState, newRound);
    }

    /** What the next training may take as its prior. */
    public Posterior asPrior() {
        return job.asPrior().apply(state);
    }

    /** The belief. */
    public Posterior posterior() {
        return job.posterior().apply(state);
    }
}
