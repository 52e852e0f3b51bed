package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Standardisation;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Supports;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergedModelTest {

    private static final String SPARSE = "model { name = ssvi, density = 0.5, support.everySteps = 3 }";

    private static NamedModel named(String name, String configuration) {
        return new NamedModel(name, SmallModels.trained(SmallModels.untrained(configuration), 3));
    }

    private static List<NamedModel> models(String configuration) {
        List<NamedModel> models = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            models.add(named("m" + seed, configuration + ", seed = " + seed));
        }
        return models;
    }

    private static SparseGaussian normals(TrainedModel<?> model) {
        return (SparseGaussian) model.posterior();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.optimiser = ivon",
                "train.optimiser = adam",
                "merge { rule = pvi, schedule = sequential }",
            })
    void sparseModels_areMergedOnTheUnion_andPrunedToTheirBudget_inAnyOrder(String training) {
        List<NamedModel> models = models(SPARSE + ", " + training);
        MergedModel<?> merged = MergedModel.of(models, OptionalDouble.empty());
        int[] union = new int[0];
        for (NamedModel model : models) {
            union = Supports.union(union, normals(model.model()).support());
        }
        assertEquals(union.length, normals(merged.union()).active());
        ParameterBlock weights =
                merged.pruned().network().layout().weightBlocks().get(0);
        assertEquals(4, normals(merged.pruned()).active(weights));
        assertTrue(union.length > 5 && Double.isFinite(merged.lossNats()));
        assertEquals(180, merged.pruned().input().trainingRows());
        Collections.rotate(models, 1);
        MergedModel<?> again = MergedModel.of(models, OptionalDouble.empty());
        assertEquals(merged.pruned().state(), again.pruned().state());
        assertEquals(merged.union().state(), again.union().state());
        assertEquals(merged.lossNats(), again.lossNats());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SPARSE + ", train.optimiser = ivon",
                SPARSE + ", train.optimiser = adam",
                SPARSE + ", merge = pvi",
                "model.name = mfvi, train.optimiser = ivon",
            })
    void merged_isStoredAndRead_andTrainingStartsThere(String configuration) {
        TrainedModel<?> merged =
                MergedModel.of(models(configuration), OptionalDouble.empty()).pruned();
        TrainedModel<?> read = TrainedModelCodec.INSTANCE.decode(TrainedModelCodec.INSTANCE.encode(merged), 1);
        assertEquals(merged.state(), read.state());
        TrainedModel<?> on = SmallModels.trained(read, 2);
        assertEquals(
                normals(merged).active(), normals(on).active(), "the support moves within its budget, or not at all");
        assertTrue(on.round() == 2 && merged.round() == 0);
    }

    @Test
    void density_isThatOfTheResult() {
        List<NamedModel> models = models(SPARSE);
        TrainedModel<?> merged = MergedModel.of(models, OptionalDouble.of(0.25)).pruned();
        assertEquals(3, normals(merged).active(), "two weights and the bias");
        assertEquals(0.25, merged.spec().model().sparsity().density());
        SpecException error = assertThrows(
                SpecException.class, () -> MergedModel.of(models("model.name = mfvi"), OptionalDouble.of(0.5)));
        assertTrue(String.valueOf(error.getMessage()).contains("model.name=mfvi density=0.5"), error.getMessage());
        assertThrows(SpecException.class, () -> MergedModel.of(models, OptionalDouble.of(1.5)));
    }

    @Test
    void mfvi_keepsAllItsWeights_andLosesNothing() {
        MergedModel<?> merged = MergedModel.of(models("model.name = mfvi"), OptionalDouble.empty());
        assertEquals(merged.union().posterior(), merged.pruned().posterior());
        assertEquals(0, merged.lossNats());
        for (float sd : normals(merged.pruned()).sd()) {
            assertTrue(sd < normals(models("model.name = mfvi").get(0).model()).sd()[0], "three times the evidence");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prior.variance = 2            | prior.variance=1.0 prior.variance=2.0",
                "likelihood.noiseVariance = 1  | likelihood.noiseVariance=0.25 likelihood.noiseVariance=1.0",
                "train.temperature = 0.5       | train.temperature=1.0 train.temperature=0.5",
                "network.bias = false          | network.bias=true network.bias=false",
                "model.density = 0.3           | model.density=0.5 model.density=0.3; say with --density",
                "model.name = mfvi             | model.name=ssvi model.name=mfvi",
            })
    void modelsThatDiffer_areRefused_withBothValues(String change, String expected) {
        List<NamedModel> models = List.of(named("left", SPARSE), named("right", SPARSE + ", " + change));
        SpecException error = assertThrows(SpecException.class, () -> MergedModel.of(models, OptionalDouble.empty()));
        assertTrue(String.valueOf(error.getMessage()).contains("models=[left, right] " + expected), error.getMessage());
    }

    @Test
    void modelsOfAnotherScale_areRefused_withBothScales() {
        NamedModel left = named("left", SPARSE);
        double[] mean = new double[8];
        double[] sd = {1, 1, 1, 2, 1, 1, 1, 1};
        NamedModel right = new NamedModel("right", scaled(left.model(), new Standardisation(8, mean, sd, 0, 1)));
        SpecException error =
                assertThrows(SpecException.class, () -> MergedModel.of(List.of(left, right), OptionalDouble.empty()));
        assertTrue(
                String.valueOf(error.getMessage()).contains("feature=x3 mean=0.0 sd=1.0 mean=0.0 sd=2.0;"),
                error.getMessage());
    }

    private static <S> TrainedModel<S> scaled(TrainedModel<S> model, Standardisation standardisation) {
        return new TrainedModel<>(
                model.spec(),
                model.input(),
                standardisation,
                model.outputs(),
                model.job(),
                model.state(),
                model.round());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.name = map, train.optimiser = sgd, train.learningRate = 0.01",
                "model.name = linear-regression"
            })
    void modelsWithoutNormals_areRefused(String configuration) {
        List<NamedModel> models = models(configuration);
        SpecException error = assertThrows(SpecException.class, () -> MergedModel.of(models, OptionalDouble.empty()));
        assertTrue(
                String.valueOf(error.getMessage()).contains("not a network with variances: model=m1"),
                error.getMessage());
    }

    @Test
    void oneModel_isTooFew() {
        assertThrows(SpecException.class, () -> MergedModel.of(models(SPARSE).subList(0, 1), OptionalDouble.empty()));
    }
}
