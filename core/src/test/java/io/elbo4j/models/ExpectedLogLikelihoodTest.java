package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

/** The first term of the bound by draws, against its closed form in a linear regression. */
class ExpectedLogLikelihoodTest {

    private static final double NOISE_VARIANCE = 0.25;
    private static final Batch DATA = SmallModels.PROBLEM.data();

    private final TrainedModel<?> model =
            SmallModels.trained(SmallModels.untrained("model.name = mfvi, network.bias = false"), 10);
    private final SparseGaussian q = (SparseGaussian) model.posterior();
    private final Predictive predictive = Predictive.of(model, true);

    /** Σ over rows of −½ [ln 2πs² + ((y − mᵀx)² + spread Σ σᵢ² xᵢ²) / s²]. */
    private double closedForm(double spread) {
        double sum = 0;
        for (int r = 0; r < DATA.rows(); r++) {
            double residual = DATA.targets()[r];
            double variance = 0;
            for (int f = 0; f < q.active(); f++) {
                double x = DATA.features().dense()[r * DATA.width() + f];
                residual -= q.mean()[f] * x;
                variance += spread * q.sd()[f] * q.sd()[f] * x * x;
            }
            sum -= 0.5 * (Math.log(2 * Math.PI * NOISE_VARIANCE) + (residual * residual + variance) / NOISE_VARIANCE);
        }
        return sum;
    }

    @Test
    void logLikSum_ofTheMean_isExact() {
        assertEquals(closedForm(0), predictive.logLikSum(DATA, PosteriorDraws.mean(q)), 1e-3);
    }

    @Test
    void logLikSum_ofManyDraws_isTheExpectation() {
        int draws = 20_000;
        float[][] values = new float[draws][];
        for (int s = 0; s < draws; s++) {
            values[s] = q.drawActive(Key.of(8).fold(s));
        }
        double measured =
                predictive.logLikSum(DATA, new PosteriorDraws(q.dimension(), new int[][] {q.support()}, values));
        double spread = closedForm(0) - closedForm(1);
        assertEquals(closedForm(1), measured, 0.05 * spread);
    }

    @Test
    void logLikSum_ofShards_addsUp() {
        PosteriorDraws draws = PosteriorDraws.of(model);
        double sum = 0;
        for (Shard shard : SmallModels.PROBLEM.shards(7)) {
            sum += predictive.logLikSum(shard.examples(), draws);
        }
        assertEquals(predictive.logLikSum(DATA, draws), sum, 1e-9 * Math.abs(sum));
        assertEquals(0, predictive.logLikSum(DATA.slice(0, 0), draws));
    }
}
