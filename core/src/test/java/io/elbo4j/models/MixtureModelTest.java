package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.Mixture;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixtureModelTest {

    private static final String SPARSE = "model { name = ssvi, density = 0.5, components = 3, support.everySteps = 1 },"
            + " train.optimiser = ivon, evaluate.samples = 8";
    private static final Batch ROWS = SmallModels.PROBLEM.data();

    private static TrainedModel<?> trained(String configuration) {
        return SmallModels.trained(SmallModels.untrained(configuration), 6);
    }

    private static List<Posterior> components(TrainedModel<?> model) {
        return ((Mixture) model.posterior()).components();
    }

    @Test
    void components_startAndEndAtDifferentBeliefs() {
        List<Posterior> first = components(SmallModels.untrained(SPARSE));
        assertNotEquals(first.get(0), first.get(1));
        List<Posterior> last = components(trained(SPARSE));
        assertEquals(3, last.stream().distinct().count());
        for (int c = 0; c < 3; c++) {
            assertNotEquals(first.get(c), last.get(c));
        }
    }

    @Test
    void draws_areDividedBetweenTheComponents() {
        TrainedModel<?> model = trained(SPARSE);
        PosteriorDraws draws = PosteriorDraws.of(model);
        int[] of = {0, 0, 0, 1, 1, 1, 2, 2};
        for (int s = 0; s < of.length; s++) {
            SparseGaussian component = (SparseGaussian) components(model).get(of[s]);
            assertArrayEquals(component.support(), draws.support(s), "draw " + s);
            assertArrayEquals(component.scatter(draws.values()[s]), draws.theta(s), "draw " + s);
            assertEquals(draws.only(s), draws.only(s).only(0));
        }
    }

    @Test
    void draws_fewerThanComponents_areAClearError() {
        TrainedModel<?> model = trained(SPARSE);
        String message = assertThrows(IllegalArgumentException.class, () -> PosteriorDraws.of(model, 2, 1))
                .getMessage();
        assertTrue(String.valueOf(message).contains("draws=2 components=3"), message);
    }

    @Test
    void prediction_isTheMeanOfTheComponents() {
        TrainedModel<?> model = trained("model { name = map, components = 3 }, train.optimiser = adam");
        Predictive predictive = Predictive.of(model, true);
        double[] mean = new double[ROWS.rows()];
        double[] square = new double[ROWS.rows()];
        for (Posterior component : components(model)) {
            double[] one = ((ValuePrediction) predictive.of(ROWS, PosteriorDraws.mean(component))).mean();
            for (int row = 0; row < mean.length; row++) {
                mean[row] += one[row] / 3;
                square[row] += one[row] * one[row] / 3;
            }
        }
        ValuePrediction together = (ValuePrediction) predictive.of(ROWS, PosteriorDraws.of(model));
        assertArrayEquals(mean, together.mean(), 1e-6);
        for (int row = 0; row < mean.length; row++) {
            assertEquals(
                    square[row] - mean[row] * mean[row],
                    together.epistemicSd()[row] * together.epistemicSd()[row],
                    1e-5);
        }
        assertEquals(PosteriorDraws.of(model), PosteriorDraws.mean(model.posterior()), "points need no more draws");
    }

    @Test
    void export_namesTheBlocksOfEachComponent() {
        TrainedModel<?> model = trained(SPARSE);
        List<Map<String, Object>> parameters = Export.parameters(model.layout(), model.posterior());
        int blocks = model.layout().blocks().size();
        assertEquals(3 * blocks, parameters.size());
        for (int c = 0; c < 3; c++) {
            assertEquals(
                    "component" + c + "." + model.layout().blocks().get(0).name(),
                    parameters.get(c * blocks).get("name"));
        }
    }

    @Test
    void whatNeedsOneBelief_isAClearError() {
        TrainedModel<?> model = trained(SPARSE);
        for (Runnable asked : List.<Runnable>of(
                () -> EarlierBelief.of(model),
                () -> BeliefChange.between(model, model),
                () -> new NamedModel("here", model).requireVariances())) {
            String message =
                    String.valueOf(assertThrows(SpecException.class, asked::run).getMessage());
            assertTrue(String.valueOf(message).contains("model.components=3"), message);
            assertTrue(message.matches("(?s)[^:=]+: [^:=]+: .*; .+"), message);
        }
    }
}
