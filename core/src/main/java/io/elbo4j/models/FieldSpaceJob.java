package io.elbo4j.models;

import io.elbo4j.density.LocalNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.fieldspace.Divergence;
import io.elbo4j.models.fieldspace.FieldPenalty;
import io.elbo4j.models.fieldspace.FieldSpace;
import io.elbo4j.models.fieldspace.FieldState;
import io.elbo4j.models.fieldspace.FieldTarget;
import io.elbo4j.models.fieldspace.FieldUpdate;
import io.elbo4j.models.fieldspace.InverseTemperature;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import io.elbo4j.spec.FieldSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import java.util.List;
import java.util.Optional;

/** Training of a network of binary weights, from settings. */
final class FieldSpaceJob {

    private FieldSpaceJob() {}

    /**
     * Whether the settings go together.
     *
     * @throws SpecException where they do not
     */
    static void check(RunSpec spec) {
        if (spec.network().bias()) {
            throw refused("all parameters are binary weights", "network.bias=true", "use network.bias=false");
        }
        FirstOrderRules.require(spec);
        if (!List.of("auto", "local-reparameterised").contains(spec.train().estimator())) {
            throw refused(
                    "binary weights have no gradient of their own",
                    "train.estimator=" + spec.train().estimator(),
                    "use train.estimator=auto");
        }
        if (!List.of("weighted-mean", "gradient-sum").contains(spec.cluster().merge())) {
            throw refused(
                    "fields are averaged or their gradients added up",
                    "merge.rule=" + spec.cluster().merge(),
                    "use merge.rule=weighted-mean or gradient-sum");
        }
        if (spec.cluster().messageBits() != 32) {
            throw refused(
                    "fields travel as float32",
                    "cluster.messageBits=" + spec.cluster().messageBits(),
                    "use cluster.messageBits=32");
        }
    }

    private static SpecException refused(String why, String setting, String advice) {
        return new SpecException("settings: " + why + ": model.name=field-space " + setting + "; " + advice);
    }

    /**
     * The configured job.
     *
     * @param network of the likelihood
     * @param input what the training data told
     */
    static Job<FieldState> of(RunSpec spec, Network network, ModelInput input) {
        LocalNetwork local = requireBinary(network);
        TrainSpec train = spec.train();
        FieldSpec field = spec.model().field();
        NetworkRounds.requireBatches(spec, input.trainingRows());
        int stepsPerRound = NetworkRounds.stepsPerRound(spec.cluster());
        int rounds = NetworkRounds.valueRounds(spec, input.trainingRows());
        long steps = (long) rounds * stepsPerRound;
        FirstOrder optimiser = FirstOrderRules.of(train);
        FieldUpdate update = new FieldUpdate(
                optimiser,
                new Schedule(train.learningRate(), Math.round(train.warmup() * steps), steps),
                new InverseTemperature(field.initialInverseTemperature(), field.inverseTemperature(), steps),
                Divergence.parse(field.divergence()));
        BinaryField undecided = BinaryField.undecided(network.layout(), field.initialInverseTemperature());
        Optional<BinaryField> earlier = input.earlier().map(belief -> belief.fields(undecided));
        FieldTarget target = new FieldTarget(
                new FieldPenalty.Prior(earlier.orElse(undecided)), input.trainingRows(), train.temperature());
        BinaryField start = earlier.orElseGet(
                () -> FieldSpace.random(undecided, field.initialSd(), Stream.INITIAL.of(Key.of(spec.seed()))));
        FieldSpace space = new FieldSpace(local, update, target, train.batch(), train.samples());
        return new Job<>(
                spec.cluster().merge().equals("gradient-sum") ? space.gradientSum() : space.average(stepsPerRound),
                update.initial(start),
                rounds,
                FieldState::belief,
                Optional.empty(),
                Optional.empty());
    }

    private static LocalNetwork requireBinary(Network network) {
        for (ParameterBlock block : network.layout().blocks()) {
            if (block.role() != Role.WEIGHT) {
                throw refused(
                        "all parameters are binary weights",
                        "block=" + block.name(),
                        "leave out layers and likelihoods with parameters that are not weights");
            }
        }
        if (network instanceof LocalNetwork local) {
            return local;
        }
        throw refused(
                "fields are learned on kernels",
                "network=" + network.getClass().getSimpleName(),
                "use engine=kernel and network.layers");
    }
}
