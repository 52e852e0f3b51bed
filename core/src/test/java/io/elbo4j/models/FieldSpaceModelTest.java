package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.family.BinaryField;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldSpaceModelTest {

    private static final String BINARY = "model { name = field-space, field { initialInverseTemperature = 0.5,"
            + " inverseTemperature = 2 } }, engine = kernel, train.optimiser = adam,"
            + " network { bias = false, layers = [\"dense 4\", \"tanh\"] }\n";

    private static TrainedModel<?> after(TrainedModel<?> before, String configuration) {
        TrainedModel<?> alone = SmallModels.untrained(configuration);
        ModelInput input = alone.input();
        ModelInput with = new ModelInput(
                input.shape(),
                input.featureNames(),
                input.classes(),
                input.trainingRows(),
                input.dl4j(),
                Optional.of(EarlierBelief.of(before, alone.spec())));
        return TrainedModel.untrained(alone.spec(), with, alone.standardisation());
    }

    private static TrainedModel<?> trained(TrainedModel<?> model) {
        return SmallModels.trained(model, Math.min(6, model.job().rounds()));
    }

    @Test
    void nextTask_startsAtTheEarlierBelief_atItsOwnTemperature() {
        TrainedModel<?> first = trained(SmallModels.untrained(BINARY));
        TrainedModel<?> next = after(first, BINARY);
        BinaryField before = (BinaryField) first.posterior();
        BinaryField start = (BinaryField) next.posterior();
        assertNotEquals(before.inverseTemperature(), start.inverseTemperature());
        assertEquals(0, start.klNats(before), 1e-9);
        BinaryField end = (BinaryField) trained(next).posterior();
        assertTrue(end.klNats(before) > 0);
        assertEquals(120, EarlierBelief.of(next).rows());
    }

    @Test
    void strongPrior_holdsTheNextTask() {
        TrainedModel<?> first = trained(SmallModels.untrained(BINARY));
        BinaryField before = (BinaryField) first.posterior();
        double free = klAfter(first, before, "train.temperature = 0.001, model.field.initialInverseTemperature = 2");
        double held = klAfter(first, before, "train.temperature = 1000, model.field.initialInverseTemperature = 2");
        assertTrue(held < 0.5 * free, "held=" + held + " free=" + free);
    }

    private static double klAfter(TrainedModel<?> first, BinaryField before, String settings) {
        return ((BinaryField) trained(after(first, BINARY + settings)).posterior()).klNats(before);
    }

    @Test
    void predictions_comeFromBinaryWeights_orFromTheGaussianField() {
        TrainedModel<?> model = trained(SmallModels.untrained(BINARY));
        BinaryField fields = (BinaryField) model.posterior();
        PosteriorDraws weights = PosteriorDraws.of(model);
        PosteriorDraws activations = PosteriorDraws.ofActivations(model, fields);
        assertEquals(weights.values().length, activations.values().length);
        assertArrayEquals(fields.meanTheta(), activations.theta(3));
        Predictive predictive = Predictive.of(model, true);
        double byWeights = predictive.logLikSum(SmallModels.PROBLEM.data(), weights);
        double byActivations = predictive.logLikSum(SmallModels.PROBLEM.data(), activations);
        double atMeans = predictive.logLikSum(SmallModels.PROBLEM.data(), PosteriorDraws.mean(fields));
        assertEquals(byWeights, byActivations, 0.25 * Math.abs(byWeights));
        // Draws cost likelihood: weights that are not decided are noise.
        assertTrue(byWeights < atMeans && byActivations < atMeans, byWeights + " " + byActivations + " " + atMeans);
    }

    @Test
    void otherArchitectures_andSettings_areRefused() {
        TrainedModel<?> first = SmallModels.untrained(BINARY);
        refused(
                () -> after(first, BINARY + "network.layers = [\"dense 5\", \"tanh\"]"),
                "another architecture",
                "[dense 4, tanh]",
                "[dense 5, tanh]");
        EarlierBelief belief = EarlierBelief.of(first);
        BinaryField other = new BinaryField(new float[36], 1, new int[] {18, 36}, new float[] {1, 1});
        refused(() -> belief.fields(other), "another architecture", "[32, 36]", "[18, 36]");
        refused(() -> belief.network(36), "another kind", "binary weights");
        refused(() -> belief.linear(36), "another kind", "binary weights");
        TrainedModel<?> normals = SmallModels.untrained("model.name = mfvi, train.optimiser = ivon, engine = kernel,"
                + " network { bias = false, layers = [\"dense 4\", \"tanh\"] }");
        refused(() -> after(normals, BINARY), "another kind", "model.name=field-space");
        refused(() -> BeliefChange.between(first, first), "diff");
        refusedSettings("network.bias = true", "network.bias=true");
        refusedSettings("train.optimiser = ivon", "train.optimiser=ivon");
        refusedSettings("merge = pvi", "merge.rule=pvi");
        refusedSettings("cluster.messageBits = 16", "cluster.messageBits=16");
        refusedSettings("train.estimator = flipout", "train.estimator=flipout");
        refused(
                () -> SmallModels.untrained(BINARY + "network.layers = [\"dense 4\", \"layer-norm\", \"tanh\"]"),
                "layerNorm");
        refused(() -> SmallModels.untrained(BINARY + "engine = samediff"), "engine=kernel");
    }

    private static void refusedSettings(String setting, String... words) {
        RunSpec spec = RunSpec.of(Settings.of(BINARY + setting, "test", List.of()));
        refused(() -> Catalog.check(spec), words);
    }

    private static void refused(Runnable call, String... words) {
        SpecException error = assertThrows(SpecException.class, call::run);
        for (String word : words) {
            assertTrue(error.toString().contains(word), error.toString());
        }
    }
}
