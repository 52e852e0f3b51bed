package io.elbo4j.models.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.program.Estimate;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaeTest {

    private static final VaeSpec SPEC = new VaeSpec(16, 12, 2);
    private static final Inference<Elbo> VAE = new Inference<>(new Decoder(SPEC), new Encoder(SPEC), new Elbo(), 1);

    /** Pictures of one of four bars, with a tenth of the pixels turned over. */
    private static Batch bars(int rows) {
        float[] pixels = new float[rows * 16];
        Key key = Key.of(4);
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < 16; i++) {
                boolean bar = i / 4 == r % 4;
                boolean turned = key.fold(r).uniform(i) < 0.1;
                pixels[r * 16 + i] = bar != turned ? 1 : 0;
            }
        }
        return new Batch(pixels, new float[rows], 16);
    }

    @Test
    void gradient_isThatOfTheValue() {
        Minibatch rows = Minibatch.all(bars(8));
        float[] theta = VAE.initial(rows, Key.of(1));
        Estimate estimate = VAE.estimate(theta, rows, Key.of(2));
        for (int i = 0; i < theta.length; i += 97) {
            float[] up = theta.clone();
            float[] down = theta.clone();
            up[i] += 0.01f;
            down[i] -= 0.01f;
            double slope = (VAE.value(up, rows, Key.of(2)) - VAE.value(down, rows, Key.of(2))) / (up[i] - down[i]);
            assertEquals(slope, estimate.gradient()[i], 2e-2 * Math.max(1, Math.abs(slope)), "parameter " + i);
        }
    }

    @Test
    void training_findsMoreThanTheMeanPicture() {
        Batch data = bars(200);
        GradientAscent ascent = GradientAscent.overRows(VAE, new Adam(0.9, 0.999, 1e-8), step -> 0.03, 100, 16);
        List<Double> values = new ArrayList<>();
        ProgramState state = new LocalRunner(List.of(Shard.split(data, 2)))
                .run(
                        ascent.algorithm("vae"),
                        ascent.initial(Key.of(1), 16),
                        0,
                        60,
                        Key.of(1),
                        (round, outcome) -> values.add(outcome.diagnostics().get("objective")));
        double perRow = VAE.value(state.theta(), Minibatch.all(data), Key.of(9)) / data.rows();
        // Without latents the best is the entropy of 16 pixels that are on three times in ten.
        double meanPicture = 16 * (0.3 * Math.log(0.3) + 0.7 * Math.log(0.7));
        assertTrue(perRow > meanPicture + 0.5, perRow + " against " + meanPicture);
    }
}
