package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.Categorical;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What settings of predictions change. */
class PredictiveTest {

    private static final String SPARSE =
            "engine = kernel, model { name = ssvi, density = 0.5, support.everySteps = 3 }, train.optimiser = ivon\n";
    private static final Batch ROWS = SmallModels.PROBLEM.data();

    private static TrainedModel<?> trained(String more) {
        return SmallModels.trained(SmallModels.untrained(SPARSE + more), 6);
    }

    private static ValuePrediction predicted(TrainedModel<?> model, Batch rows) {
        return (ValuePrediction) Predictive.of(model, true).of(rows, PosteriorDraws.of(model));
    }

    @Test
    void spikes_changePredictions_andNotTheTraining() {
        TrainedModel<?> without = trained("");
        TrainedModel<?> with = trained("evaluate.spikeSd = [0.3]");
        assertEquals(without.posterior(), with.posterior());
        double[] few = predicted(without, ROWS).epistemicSd();
        double[] many = predicted(with, ROWS).epistemicSd();
        assertTrue(Arrays.stream(many).sum() > 1.2 * Arrays.stream(few).sum(), "sds of means grow");
        assertEquals(
                PosteriorDraws.mean(without.posterior()),
                PosteriorDraws.mean(with.posterior()),
                "the mean has no spike");
    }

    @Test
    void spikes_ofARow_doNotDependOnTheOthers() {
        TrainedModel<?> model = trained("evaluate.spikeSd = [0.3]");
        double[] together = predicted(model, ROWS).mean();
        int[] some = {5, 41, 17};
        double[] few = predicted(model, ROWS.select(some)).mean();
        for (int i = 0; i < some.length; i++) {
            assertEquals(together[some[i]], few[i]);
        }
    }

    @Test
    void spikes_ofOneDraw_areThoseItHasAmongAll() {
        TrainedModel<?> model = trained("evaluate { spikeSd = [0.3], samples = 4 }");
        PosteriorDraws draws = PosteriorDraws.of(model);
        assertNotEquals(draws, new PosteriorDraws(draws.dimension(), draws.supports(), draws.values()));
        double[] mean = new double[ROWS.rows()];
        for (int draw = 0; draw < 4; draw++) {
            double[] one = ((ValuePrediction) Predictive.of(model, true).of(ROWS, draws.only(draw))).mean();
            for (int row = 0; row < mean.length; row++) {
                mean[row] += one[row] / 4;
            }
        }
        assertArrayEquals(mean, predicted(model, ROWS).mean(), 1e-5);
    }

    @Test
    void spikes_thatDoNotFitTheNetwork_areAClearError() {
        for (String[] each : new String[][] {
            {
                SPARSE + "evaluate.spikeSd = [0.3, 0.1]",
                "a standard deviation a layer: evaluate.spikeSd=[0.3, 0.1] layers=["
            },
            {"model.name = ssvi, evaluate.spikeSd = [0.3]", "engine draws no absent weights: engine=auto"}
        }) {
            String message = String.valueOf(assertThrows(RuntimeException.class, () -> SmallModels.untrained(each[0]))
                    .getMessage());
            assertTrue(message.contains(each[1]), message);
        }
    }

    @Test
    void logits_areDividedByTheirTemperature() {
        for (double temperature : new double[] {1, 0.5, 3}) {
            RunSpec spec = RunSpec.of(Settings.of(
                    "seed = 3, train { batch = 5, optimiser = adam }, model.name = map, data.label = y,"
                            + " network.layers = [\"dense 6\", \"relu\"], evaluate.logitTemperature = " + temperature,
                    "test",
                    List.of()));
            TrainedModel<?> model = TrainedModel.untrained(
                    spec, new ModelInput(List.of(2), List.of("a", "b"), 3, 60, ""), Standardisation.identity(2));
            Batch rows = new Batch(new float[] {1, 2, 3, -4}, new float[2], 2);
            float[] logits = model.network().outputs(model.posterior().meanTheta(), rows);
            ClassPrediction found =
                    (ClassPrediction) Predictive.of(model, false).of(rows, PosteriorDraws.of(model));
            for (int i = 0; i < logits.length; i++) {
                logits[i] /= (float) temperature;
            }
            for (int row = 0; row < 2; row++) {
                double total = Categorical.logSumExp(logits, 3 * row, 3);
                for (int k = 0; k < 3; k++) {
                    assertEquals(logits[3 * row + k] - total, found.logProbabilities()[3 * row + k], 1e-6);
                }
            }
        }
    }
}
