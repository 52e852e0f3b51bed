package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.CollapseDiagnosis;
import io.elbo4j.eval.CollapseDiagnosis.Cause;
import io.elbo4j.program.ProgramState;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatentDiagnosisTest {

    private static final int ROWS = 8;

    /** Pixels 0 and 1 are on and off together, every other row: one direction. Pixel 2 is on every fourth row, pixel 3 never. */
    private static Batch rows() {
        float[] pixels = new float[ROWS * 4];
        for (int r = 0; r < ROWS; r++) {
            pixels[r * 4] = r % 2;
            pixels[r * 4 + 1] = r % 2;
            pixels[r * 4 + 2] = r % 4 == 0 ? 1 : 0;
        }
        return new Batch(pixels, new float[ROWS], 4);
    }

    private static TrainedModel<?> vae() {
        RunSpec spec = RunSpec.of(Settings.of(
                "model.name = vae, autoencoder { latents = 2, hidden = 3 }, likelihood.family = bernoulli,"
                        + " merge = gradient-sum, data.standardise = false, cluster.shards = 2, train { optimiser = adam, batch = 4 }",
                "test",
                List.of()));
        ModelInput input = new ModelInput(List.of(4), List.of("a", "b", "c", "d"), 0, ROWS, "");
        return TrainedModel.untrained(spec, input, Standardisation.identity(4));
    }

    @SuppressWarnings("unchecked")
    private static TrainedModel<ProgramState> ofZeros(TrainedModel<?> model) {
        TrainedModel<ProgramState> untrained = (TrainedModel<ProgramState>) model;
        float[] theta = new float[untrained.state().theta().length];
        return untrained.at(new ProgramState(theta, untrained.state().slots(), 0), 0);
    }

    /** The guide is the prior, and each pixel a coin, so that σ² is ¼. */
    @Test
    void networkOfZeros_hasCollapsed_andTheDataWereWorthOneLatent() {
        CollapseDiagnosis diagnosis = LatentDiagnosis.of(ofZeros(vae()), rows());
        assertEquals(0, diagnosis.active());
        assertEquals(0.25, diagnosis.directions().threshold(), 1e-7);
        assertEquals(1, diagnosis.directions().worthKeeping());
        assertEquals(
                List.of(Cause.FEWER_THAN_LINEAR, Cause.NOTHING_LEFT),
                diagnosis.verdicts().stream()
                        .map(CollapseDiagnosis.Verdict::cause)
                        .toList());
        double sum = diagnosis.directions().eigenvalues().stream()
                .mapToDouble(value -> value)
                .sum();
        assertEquals(0.25 + 0.25 + 3.0 / 16, sum, 1e-6);
    }

    @Test
    void model_withoutLatentsOfRows_isAnError() {
        TrainedModel<?> linear = SmallModels.untrained("model.name = linear-regression");
        assertThrows(SpecException.class, () -> LatentDiagnosis.of(linear, rows()));
    }
}
