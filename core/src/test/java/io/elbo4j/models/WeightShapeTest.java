package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.NumberedNames;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WeightShapeTest {

    @ParameterizedTest
    @FieldSource("io.elbo4j.models.SmallModels#CONFIGURATIONS")
    void shape_ofEveryModel_countsItsWeights(String configuration) {
        TrainedModel<?> model = SmallModels.trained(SmallModels.untrained(configuration), 2);
        WeightShape shape = WeightShape.of(model);
        assertEquals(
                model.network().layout().weights(),
                shape.layers().stream().mapToLong(WeightShape.Layer::total).sum());
        long active =
                shape.layers().stream().mapToLong(WeightShape.Layer::active).sum();
        List<? extends Posterior> components = model.posterior().components();
        boolean points = components.get(0) instanceof SparseGaussian q && q.isPoint(0);
        assertEquals(points ? 0 : active, shape.signalToNoise().total());
        assertTrue(
                configuration.contains("ssvi")
                        == active
                                < (long) components.size()
                                        * model.network().layout().weights(),
                configuration);
    }

    /** Two outputs at 64 inputs of 8 × 8; the first has the weights of inputs 0 and 9, the second of 9 and 63. */
    private static final SparseGaussian FIRST = new SparseGaussian(
            130, new int[] {0, 9, 64 + 9, 64 + 63, 128, 129}, new float[6], new float[] {1, 1, 1, 1, 0, 0});

    private static final ParameterBlock BLOCK = new ParameterBlock("first", List.of(2, 64), 0, Role.WEIGHT, 64, 2, 0);

    private static ModelInput input(List<Integer> shape, String name) {
        return new ModelInput(shape, new NumberedNames(name, 0, "", 64), 2, 10, "");
    }

    @Test
    void kept_countsTheWeightsOfEachPoint() {
        KeptInputs kept = KeptInputs.of(FIRST, BLOCK, input(List.of(1, 8, 8), "f"));
        assertEquals(2, kept.most());
        assertEquals(
                List.of(1, 2, 1),
                List.of(
                        kept.active().get(0),
                        kept.active().get(9),
                        kept.active().get(63)));
        assertEquals(4, kept.active().stream().mapToInt(each -> each).sum());
        assertTrue(kept.given());
        KeptInputs channels = KeptInputs.of(FIRST, BLOCK, input(List.of(4, 4, 4), "f"));
        assertEquals(KeptInputs.NONE, channels, "too small for a picture");
    }

    @Test
    void kept_ofFlatFeatures_onlyWhereTheyAreCalledPoints() {
        assertEquals(8, KeptInputs.of(FIRST, BLOCK, input(List.of(64), "p")).height());
        assertEquals(KeptInputs.NONE, KeptInputs.of(FIRST, BLOCK, input(List.of(64), "age")));
        assertEquals(KeptInputs.NONE, KeptInputs.of(FIRST, BLOCK, input(List.of(2, 8, 4), "p")), "not square");
    }
}
