package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.models.linear.LinearState;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierBeliefTest {

    private static final String EXACT = "seed = 5, likelihood { family = gaussian, noiseVariance = 0.25 },"
            + " prior.variance = 1.5, network.bias = false, cluster.shards = 1, data.label = y, model.name = linear-regression\n";

    @TempDir
    Path folder;

    static Stream<String> believing() {
        return SmallModels.CONFIGURATIONS.stream()
                .filter(text -> !text.contains("= map") && !text.contains("components"));
    }

    /** A training of these rows after another, to its end. */
    private static TrainedModel<?> night(String settings, Batch rows, Optional<TrainedModel<?>> before) {
        RunSpec spec = RunSpec.of(Settings.of(settings, "test", List.of()));
        List<String> names =
                IntStream.range(0, rows.width()).mapToObj(i -> "x" + i).toList();
        ModelInput input =
                new ModelInput(List.of(rows.width()), names, 0, rows.rows(), "", before.map(EarlierBelief::of));
        return ended(TrainedModel.untrained(spec, input, Standardisation.identity(rows.width())), rows);
    }

    /** The model after its rounds, on one shard. */
    static <S> TrainedModel<S> ended(TrainedModel<S> model, Batch rows) {
        S state = new LocalRunner(List.of(new Shard(0, 1, rows.rows(), rows)))
                .run(
                        model.job().algorithm(),
                        model.state(),
                        0,
                        model.job().rounds(),
                        Key.of(model.spec().seed()),
                        (round, outcome) -> outcome.diagnostics().getOrDefault("converged", 0.0) == 0);
        return model.at(state, model.job().rounds());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void conjugateStream_isTheBatch_inEveryOrder(int seed) {
        LinearProblem problem = LinearProblem.of(40 + seed, 120, 6);
        int[] cuts = {0, 1, 18, 60, 61, 120};
        int[] order = Key.of(seed).permutation(cuts.length - 1);
        Optional<TrainedModel<?>> model = Optional.empty();
        double evidence = 0;
        for (int next : order) {
            Batch rows = problem.data().slice(cuts[next], cuts[next + 1]);
            model = Optional.of(night(EXACT, rows, model));
            evidence += ((LinearState) model.get().state()).elbo();
        }
        TrainedModel<?> whole = night(EXACT, problem.data(), Optional.empty());
        FullGaussian sequential = (FullGaussian) model.orElseThrow().posterior();
        FullGaussian batch = (FullGaussian) whole.posterior();
        String message = "seed=" + seed + " order=" + Arrays.toString(order);
        assertArrayEquals(batch.mean(), sequential.mean(), 1e-12, message);
        assertArrayEquals(batch.covariance(), sequential.covariance(), 1e-12, message);
        // What each night says of the next adds up to what all rows say.
        assertEquals(((LinearState) whole.state()).elbo(), evidence, 1e-9 * Math.abs(evidence), message);
        assertEquals(120, EarlierBelief.of(model.orElseThrow()).rows());
    }

    /** The imbalanced stream of Kessler et al. (arXiv 2301.01828), section 5: 1000 times −1, then 10 times +1. */
    @Test
    void imbalancedStream_staysWithTheMany() {
        String settings = EXACT.replace("0.25", "1").replace("1.5", "1");
        TrainedModel<?> first = night(settings, constant(-1, 1000), Optional.empty());
        FullGaussian second = (FullGaussian)
                night(settings, constant(1, 10), Optional.of(first)).posterior();
        assertEquals(-0.979228, second.mean()[0], 5e-7);
        assertEquals(1 / 1011.0, second.covariance()[0], 1e-15);
    }

    private static Batch constant(float target, int rows) {
        float[] ones = new float[rows];
        float[] targets = new float[rows];
        Arrays.fill(ones, 1);
        Arrays.fill(targets, target);
        return new Batch(ones, targets, 1);
    }

    /** Inputs that are orthogonal in each night keep the exact posterior independent, so mean-field loses nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"closed-form", "gradient"})
    void meanFieldStream_ofOrthogonalInputs_isTheBatch(String solver) {
        String settings = EXACT + "model { family = mean-field, solver = " + solver + " }";
        TrainedModel<?> first = night(settings, orthogonal(0, 4), Optional.empty());
        DiagonalGaussian sequential = (DiagonalGaussian)
                night(settings, orthogonal(4, 12), Optional.of(first)).posterior();
        DiagonalGaussian batch = (DiagonalGaussian)
                night(settings, orthogonal(0, 12), Optional.empty()).posterior();
        assertArrayEquals(batch.mean(), sequential.mean(), 1e-7);
        assertArrayEquals(batch.variance(), sequential.variance(), 1e-12);
    }

    /** Signs of two inputs in all combinations, again and again. */
    private static Batch orthogonal(int from, int to) {
        float[] features = new float[2 * (to - from)];
        float[] targets = new float[to - from];
        for (int r = from; r < to; r++) {
            features[2 * (r - from)] = r % 2 == 0 ? 1 : -1;
            features[2 * (r - from) + 1] = r / 2 % 2 == 0 ? 1 : -1;
            targets[r - from] = (float) Key.of(9).gaussian(r);
        }
        return new Batch(features, targets, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimiser = adam, estimator = local-reparameterised, learningRate = 0.02, epochs = 200",
                // Forty rows after many: the prior is far narrower than what one of IVON's steps expects.
                "optimiser = ivon, learningRate = 0.1, epochs = 600, beta2 = 0.9998",
            })
    void network_afterAnother_findsThePosteriorOfBoth(String optimiser) {
        LinearProblem problem = LinearProblem.of(8, 400, 4);
        String settings = EXACT.replace("linear-regression", "mfvi") + "train { batch = 20, samples = 4, " + optimiser
                + " }, merge = gradient-sum";
        TrainedModel<?> first = night(settings, problem.data().slice(0, 360), Optional.empty());
        SparseGaussian q = (SparseGaussian) night(settings, problem.data().slice(360, 400), Optional.of(first))
                .posterior();
        SparseGaussian alone = (SparseGaussian) night(settings, problem.data().slice(360, 400), Optional.empty())
                .posterior();
        double[] precision = problem.precision();
        double furthest = 0;
        for (int i = 0; i < 4; i++) {
            double sd = 1 / Math.sqrt(precision[i * 4 + i]);
            assertEquals(problem.mean()[i], q.mean()[i], 0.5 * sd, "parameter=" + i);
            assertEquals(1, q.sd()[i] / sd, 0.15, "parameter=" + i);
            furthest = Math.max(furthest, Math.abs(alone.mean()[i] - problem.mean()[i]) / sd);
        }
        assertTrue(furthest > 1.5, "the last rows alone would do: furthest=" + furthest);
    }

    @Test
    void sparseStream_keepsItsBudget_andStartsOnTheEarlierSupport() {
        String configuration = "model { name = ssvi, density = 0.5, support.everySteps = 3 }, train.optimiser = ivon";
        TrainedModel<?> first = SmallModels.trained(SmallModels.untrained(configuration), 8);
        TrainedModel<?> next = after(first, configuration);
        SparseGaussian before = (SparseGaussian) first.posterior();
        SparseGaussian start = (SparseGaussian) next.posterior();
        assertArrayEquals(before.support(), start.support());
        assertArrayEquals(before.mean(), start.mean());
        int rounds = Math.min(12, next.job().rounds());
        SparseGaussian end = (SparseGaussian) SmallModels.trained(next, rounds).posterior();
        assertEquals(before.active(), end.active());
        // A dense belief is pruned to the budget.
        TrainedModel<?> dense =
                SmallModels.trained(SmallModels.untrained("model.name = mfvi, train.optimiser = ivon"), 4);
        SparseGaussian pruned = (SparseGaussian) after(dense, configuration).posterior();
        assertEquals(before.active(), pruned.active());
        // And more weights than there were cannot be made up.
        SpecException few = assertThrows(
                SpecException.class, () -> after(first, configuration.replace("density = 0.5", "density = 0.9")));
        assertTrue(few.toString().contains("budget=") && few.toString().contains("activeInPrior="));
    }

    private static TrainedModel<?> after(TrainedModel<?> before, String configuration) {
        TrainedModel<?> alone = SmallModels.untrained(configuration);
        ModelInput input = alone.input();
        ModelInput with = new ModelInput(
                input.shape(),
                input.featureNames(),
                input.classes(),
                input.trainingRows(),
                input.dl4j(),
                Optional.of(EarlierBelief.of(before)));
        return TrainedModel.untrained(alone.spec(), with, alone.standardisation());
    }

    @ParameterizedTest
    @MethodSource("believing")
    void modelWithAnEarlierBelief_isStoredWhole(String configuration) throws IOException {
        TrainedModel<?> first = SmallModels.untrained(configuration);
        first = SmallModels.trained(first, Math.min(4, first.job().rounds()));
        TrainedModel<?> next = after(first, configuration);
        int rounds = Math.min(4, next.job().rounds());
        LocalFolder target = new LocalFolder(folder.resolve("model"));
        ModelFolder.write(target, TrainedModelCodec.INSTANCE, next, Map.of());
        TrainedModel<?> back = ModelFolder.read(target, TrainedModelCodec.INSTANCE);
        assertEquals(next.input(), back.input());
        assertEquals(
                SmallModels.trained(next, rounds).state(),
                SmallModels.trained(back, rounds).state());
    }

    @Test
    void otherModels_areRefused() {
        TrainedModel<?> points = SmallModels.untrained("model.name = map, train.optimiser = sgd");
        refused(() -> EarlierBelief.of(points), "how sure", "model.name=map");
        TrainedModel<?> network = SmallModels.untrained("model.name = mfvi, train.optimiser = ivon");
        TrainedModel<?> regression = SmallModels.untrained("model.name = linear-regression");
        refused(() -> after(network, "model.name = linear-regression"), "another kind");
        refused(() -> after(regression, "model.name = mfvi"), "another kind");
        refused(
                () -> after(network, "model.name = mfvi, network.layers = [\"dense 3\", \"tanh\"]"),
                "another architecture",
                "parametersOfPrior=9");
        refused(
                () -> after(
                        SmallModels.trained(regression, 1),
                        "model { name = linear-regression, family = mean-field }, merge = pvi"),
                "another family");
        refused(
                () -> Catalog.check(
                        RunSpec.of(Settings.of("model.name = niw-meta, prior.model = somewhere", "test", List.of()))),
                "prior.model=somewhere");
    }

    private static void refused(Runnable call, String... words) {
        SpecException error = assertThrows(SpecException.class, call::run);
        for (String word : words) {
            assertTrue(error.toString().contains(word), error.toString());
        }
    }
}
