package io.elbo4j.models;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Standardisation;
import io.elbo4j.math.Key;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.List;
import java.util.stream.IntStream;

/** Models of a linear regression with 8 inputs, trained on this thread in a moment. */
final class SmallModels {

    /** Every algorithm with a state of its own. */
    static final List<String> CONFIGURATIONS = List.of(
            "model.name = linear-regression, network.bias = false",
            "model.name = linear-regression, model.family = mean-field",
            "model { name = linear-regression, family = mean-field, solver = gradient }",
            "model.name = mfvi, train.optimiser = ivon",
            "model.name = mfvi, train.optimiser = adam, merge = gradient-sum",
            "model.name = mfvi, train.optimiser = ivon, merge = pvi",
            "model.name = mfvi, train.optimiser = ivon, merge = moment",
            "model { name = ssvi, density = 0.5, support.everySteps = 3 }, merge { rule = pvi, schedule = sequential }",
            "model.name = field-space, engine = kernel, network { bias = false, layers = [\"dense 4\", \"tanh\"] },"
                    + " train.optimiser = adam, model.field.inverseTemperature = 2",
            "model.name = map, train.optimiser = sgd, train.learningRate = 0.01",
            "model.name = ewc, train.optimiser = adam, consolidation.rows = 20",
            "model.name = laplace, train.optimiser = sgd, train.learningRate = 0.01",
            "model.name = si, train.optimiser = adam",
            "model { name = ssvi, density = 0.5, support.everySteps = 3 }, train.optimiser = adam",
            "model { name = ssvi, density = 0.5, support.everySteps = 3 }, train.optimiser = ivon",
            "model { name = ssvi, density = 0.5, components = 2, support.everySteps = 3 }, train.optimiser = ivon",
            "model { name = map, components = 3 }, train.optimiser = adam");

    static final LinearProblem PROBLEM = LinearProblem.of(21, 60, 8);

    private static final String COMMON = "seed = 5, likelihood { family = gaussian, noiseVariance = 0.25 },"
            + " cluster { shards = 3, localSteps = 2 }, train { batch = 5, epochs = 10 }, data.label = y\n";

    private SmallModels() {}

    static TrainedModel<?> untrained(String configuration) {
        RunSpec spec = RunSpec.of(Settings.of(COMMON + configuration, "test", List.of()));
        List<String> names =
                IntStream.range(0, PROBLEM.inputs()).mapToObj(i -> "x" + i).toList();
        ModelInput input = new ModelInput(
                List.of(PROBLEM.inputs()), names, 0, PROBLEM.data().rows(), "");
        return TrainedModel.untrained(spec, input, Standardisation.identity(PROBLEM.inputs()));
    }

    /** After rounds up to {@code round} (exclusive), from where the model stands. */
    static <S> TrainedModel<S> trained(TrainedModel<S> model, int round) {
        S state = new LocalRunner(PROBLEM.shards(3))
                .run(
                        model.job().algorithm(),
                        model.state(),
                        model.round(),
                        round,
                        Key.of(model.spec().seed()),
                        (index, outcome) -> true);
        return model.at(state, round);
    }
}
