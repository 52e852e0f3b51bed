package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.codec.Folder;
import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.Classification;
import io.elbo4j.math.Key;
import io.elbo4j.models.protocl.ProtoClState;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prototypes from settings: stored, resumed, as the prior of the next, and used. */
class ProtoClJobTest {

    private static final String SETTINGS =
            "model.name = protocl, network.layers = [\"dense 8\", \"relu\", \"dense 3\"],"
                    + " likelihood.classes = 4, protocl { memory = 12, noiseVariance = 0.5 },"
                    + " train { epochs = 3, batch = 8, optimiser = adam, learningRate = 0.01 }, cluster { shards = 2, localSteps = 4 }\n";

    private static final Batch FIRST = rows(64, 0);
    private static final Batch SECOND = rows(48, 2);

    @TempDir
    Path folder;

    /** Of two classes. */
    private static Batch rows(int count, int from) {
        float[] features = new float[3 * count];
        float[] targets = new float[count];
        Key.of(from).gaussians(features);
        for (int r = 0; r < count; r++) {
            targets[r] = from + r % 2;
            features[3 * r + from / 2] += r % 2 == 0 ? 3 : -3;
        }
        return new Batch(features, targets, 3);
    }

    private static TrainedModel<?> untrained(String more, Batch rows, Optional<TrainedModel<?>> before) {
        RunSpec spec = RunSpec.of(Settings.of(SETTINGS + more, "test", List.of()));
        ModelInput input = new ModelInput(
                List.of(3),
                List.of("a", "b", "c"),
                4,
                rows.rows(),
                "",
                before.map(model -> EarlierBelief.of(model, spec)));
        return TrainedModel.untrained(spec, input, Standardisation.identity(3));
    }

    private static <S> TrainedModel<S> trained(TrainedModel<S> model, Batch rows, int to) {
        S state = new LocalRunner(List.of(Shard.split(rows, 2)))
                .run(
                        model.job().algorithm(),
                        model.state(),
                        model.round(),
                        to,
                        Key.of(model.spec().seed()),
                        (round, outcome) -> true);
        return model.at(state, to);
    }

    private static TrainedModel<?> trained(TrainedModel<?> model, Batch rows) {
        return trained(model, rows, model.job().rounds());
    }

    private static TrainedModel<?> first() {
        return trained(untrained("", FIRST, Optional.empty()), FIRST);
    }

    private TrainedModel<?> readBack(TrainedModel<?> model) throws IOException {
        Folder target = new LocalFolder(folder.resolve("model-" + model.round()));
        ModelFolder.write(target, TrainedModelCodec.INSTANCE, model, Map.of());
        return ModelFolder.read(target, TrainedModelCodec.INSTANCE);
    }

    @Test
    void nextTraining_goesOnFromTheModelAlone_storedAndResumed() throws IOException {
        TrainedModel<?> next = untrained("", SECOND, Optional.of(readBack(first())));
        int rounds = next.job().rounds();
        TrainedModel<?> half = trained(next, SECOND, rounds / 2);
        TrainedModel<?> back = readBack(half);
        assertEquals(half.input(), back.input());
        assertEquals(half.state(), back.state());
        TrainedModel<?> ended = trained(next, SECOND, rounds);
        assertEquals(ended.state(), trained(back, SECOND, rounds).state());
        assertEquals(112, EarlierBelief.of(ended).rows());
        ProtoClState state = (ProtoClState) ended.state();
        assertEquals(12, state.memory().rows().rows());
        assertEquals(
                "[32.0, 32.0, 24.0, 24.0]",
                java.util.Arrays.toString(state.classes().seen()));
    }

    @Test
    void predictions_areClosedForms_ofAllClasses() {
        TrainedModel<?> second = trained(untrained("", SECOND, Optional.of(first())), SECOND);
        ClassPrediction prediction =
                (ClassPrediction) Predictive.of(second, true).of(FIRST, PosteriorDraws.of(second));
        assertEquals(1, PosteriorDraws.of(second).values().length);
        assertTrue(Classification.accuracy(prediction) > 0.6, "first task " + Classification.accuracy(prediction));
        assertTrue(Classification.predictiveEntropy(prediction) > 0);
        assertEquals(
                second.network().layout().blocks().size(),
                Export.parameters(second.network().layout(), second.posterior()).size());
        assertTrue(BeliefChange.between(first(), second).stream()
                .anyMatch(change -> change.layer().equals("prototype.mean") && change.klNats() > 0));
    }

    @Test
    void otherModels_areRefused() {
        TrainedModel<?> begun = trained(untrained("", FIRST, Optional.empty()), FIRST, 2);
        refused(() -> EarlierBelief.of(begun), "memory has not been drawn", "round=2");
        refused(() -> untrained("network.layers = [\"dense 3\"]", SECOND, Optional.of(first())), "network.layers");
        refused(
                () -> untrained("model.name = mfvi, train.optimiser = ivon", SECOND, Optional.of(first())),
                "prior=protocl now=mfvi");
        refused(() -> new NamedModel("there", first()).requireVariances(), "model.name=protocl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.optimiser = ivon            | rule needs variances: model.name=protocl",
                "merge = gradient-sum              | merge.rule=gradient-sum",
                "cluster.messageBits = 16          | cluster.messageBits=16",
                "likelihood.family = poisson       | likelihood.family=poisson",
                "train.batch = 1                   | train.batch=1",
                "train.estimator = flipout         | train.estimator=flipout",
            })
    void settingsThatDoNotGoTogether_areRefusedBeforeAnyData(String more, String words) {
        refused(() -> Catalog.check(RunSpec.of(Settings.of(SETTINGS + more, "test", List.of()))), words, "settings: ");
    }

    @Test
    void settingsThatDoNotFitTheEncoderOrItsRows_areRefused() {
        refused(
                () -> untrained("protocl.layerSd = [0.1]", FIRST, Optional.empty()),
                "protocl.layerSd=[0.1]",
                "give 2 numbers");
        refused(() -> untrained("protocl.layerSd = [0.1, 0]", FIRST, Optional.empty()), "out of range", "value=0");
        refused(() -> untrained("protocl.shift = 1", FIRST, Optional.empty()), "only images", "shape=[3]");
    }

    @Test
    void networksWithoutATellableLastLayer_areRefused() {
        refused(() -> untrained("engine = samediff", FIRST, Optional.empty()), "cannot be told apart");
    }

    private static void refused(Runnable call, String... words) {
        SpecException error = assertThrows(SpecException.class, call::run);
        for (String word : words) {
            assertTrue(error.toString().contains(word), error.toString());
        }
    }
}
