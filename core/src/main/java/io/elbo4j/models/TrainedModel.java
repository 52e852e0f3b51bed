package io.elbo4j.models;

import io.elbo4j.data.Standardisation;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.family.Posterior;
import io.elbo4j.nn.Networks;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;

/**
 * A model with all that is needed to use it and to go on training it.
 *
 * @param spec the run's settings
 * @param input what the data told
 * @param standardisation of features (and targets), fitted on the training rows
 * @param outputs network of the likelihood; absent of a model of rows, which has no targets
 * @param job the algorithm
 * @param state after {@code round} rounds
 * @param round how many rounds were run
 */
public record TrainedModel<S>(
        RunSpec spec,
        ModelInput input,
        Standardisation standardisation,
        Optional<Network> outputs,
        Job<S> job,
        S state,
        int round) {

    /** A model before its first round. */
    public static TrainedModel<?> untrained(RunSpec spec, ModelInput input, Standardisation standardisation) {
        if (spec.model().generative()) {
            return untrained(spec, input, standardisation, Optional.empty(), ProgramJob.of(spec, input));
        }
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
        return untrained(spec, input, standardisation, Optional.of(network), job);
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
            RunSpec spec, ModelInput input, Standardisation standardisation, Optional<Network> outputs, Job<S> job) {
        return new TrainedModel<>(spec, input, standardisation, outputs, job, job.initial(), 0);
    }

    /** The same model with another state. */
    public TrainedModel<S> at(S newState, int newRound) {
        return new TrainedModel<>(spec, input, standardisation, outputs, job, newState, newRound);
    }

    /**
     * What computes a target's distribution.
     *
     * @throws SpecException when the model has none
     */
    public Network network() {
        return outputs.orElseThrow(() -> new SpecException("model: of rows, not of targets: model.name="
                + spec.model().name() + "; train, resume, evaluate, predict, export and report know it"));
    }

    /** Where the parameters lie. */
    public ParameterLayout layout() {
        return job.generative()
                .map(GenerativeModel::layout)
                .orElseGet(() -> network().layout());
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
