package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.codec.Parts;
import io.elbo4j.data.Standardisation;
import io.elbo4j.family.SparseGaussian;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainedModelCodecTest {

    @TempDir
    Path folder;

    static Stream<String> configurations() {
        return SmallModels.CONFIGURATIONS.stream();
    }

    private TrainedModel<?> readBack(TrainedModel<?> model) throws IOException {
        LocalFolder target = new LocalFolder(folder.resolve("model"));
        ModelFolder.write(target, TrainedModelCodec.INSTANCE, model, Map.of());
        return ModelFolder.read(target, TrainedModelCodec.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void read_ofWritten_goesOnWithTheSameBits(String configuration) throws IOException {
        TrainedModel<?> untrained = SmallModels.untrained(configuration);
        int rounds = Math.min(8, untrained.job().rounds());
        int half = rounds / 2;
        TrainedModel<?> model = SmallModels.trained(untrained, half);
        TrainedModel<?> back = readBack(model);
        assertEquals(half, back.round());
        assertEquals(model.state(), back.state());
        assertEquals(model.posterior(), back.posterior());
        assertEquals(model.input(), back.input());
        assertEquals(model.standardisation(), back.standardisation());
        assertEquals(model.job().rounds(), back.job().rounds());
        assertEquals(model.spec().settings().render(), back.spec().settings().render());
        Object end = SmallModels.trained(untrained, rounds).state();
        assertNotEquals(untrained.state(), end);
        assertEquals(end, SmallModels.trained(back, rounds).state());
    }

    @Test
    void read_ofStandardisationAndOddNames_equalsThem() throws IOException {
        TrainedModel<?> model = SmallModels.untrained(SmallModels.CONFIGURATIONS.get(0));
        List<String> names = List.of("a\nb", "c\\n", "", " d", "\u00e9", "f\\", "g\t", "h\"");
        ModelInput odd = new ModelInput(List.of(8), names, 0, 60, "");
        TrainedModel<?> back = readBack(TrainedModel.untrained(model.spec(), odd, Standardisation.identity(8)));
        assertEquals(names, back.input().featureNames());
    }

    @Test
    void decode_ofPartsOfDifferentModels_isAnError() {
        TrainedModel<?> dense = SmallModels.untrained("model.name = mfvi");
        TrainedModel<?> linear = SmallModels.untrained(SmallModels.CONFIGURATIONS.get(0));
        refused(dense, "settings", linear.spec().settings().render(), "part");
        refused(dense, "settings", "model.density = much", "wrong type: key=model.density");
        refused(dense, "settings", "model.name = mfvi", "");
        refused(dense, "shape", new int[] {5}, "");
        refused(dense, "featureNames", "only one", "");
        refused(dense, "state.dimension", 7L, "");
        refused(dense, "state.mean", new float[2], "sizes do not agree");
        refused(dense, "round", Long.MAX_VALUE, "");
        refused(dense, "round", "three", "round");
    }

    private static void refused(TrainedModel<?> model, String part, Object value, String words) {
        Parts changed = new Parts();
        TrainedModelCodec.INSTANCE
                .encode(model)
                .values()
                .forEach((name, old) -> changed.put(name, name.equals(part) ? value : old));
        CorruptModelException failure = assertThrows(
                CorruptModelException.class, () -> TrainedModelCodec.INSTANCE.decode(changed, 1), part + "=" + value);
        assertTrue(String.valueOf(failure.getMessage()).contains(words), failure.getMessage());
    }

    /**
     * A model of format 1 must load for ever, even with a setting (evaluate.bins) that has gone since. It was written by
     * {@code ModelFolder.write(folder, TrainedModelCodec.INSTANCE, trained(untrained(CONFIGURATIONS.get(6)), 9), Map.of())}.
     */
    @Test
    void golden_sparseModel_stillLoads_andGoesOn() throws URISyntaxException {
        TrainedModel<?> model = ModelFolder.read(
                new LocalFolder(Path.of(Objects.requireNonNull(getClass().getResource("/golden/ssvi-1/manifest.json"))
                                .toURI())
                        .resolveSibling("")),
                TrainedModelCodec.INSTANCE);
        SparseGaussian posterior = (SparseGaussian) model.posterior();
        assertEquals(9, model.round());
        assertEquals("ssvi", model.spec().model().name());
        assertArrayEquals(GOLDEN_SUPPORT, posterior.support());
        assertArrayEquals(GOLDEN_MEAN, posterior.mean());
        assertEquals(60, model.input().trainingRows());
        assertEquals(11, SmallModels.trained(model, 11).round());
    }

    private static final int[] GOLDEN_SUPPORT = {1, 3, 5, 6, 8};
    private static final float[] GOLDEN_MEAN = {1.2147989f, -0.4300631f, 0.4751757f, -1.13982f, -0.1848166f};
}
