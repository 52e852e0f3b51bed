package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedMeanTest extends MeanFieldMergeContract {

    private static final MeanFieldUpdate IVON = new Ivon(new Schedule(0.1, 0, 1000), 0.9, 0.99, 0.5, 10, true);

    @Override
    protected Merge<MeanFieldState, Sums> merge() {
        return rule(new Reparameterised(1), 6, 4);
    }

    @Override
    protected Round<MeanFieldState> round() {
        return Fixtures.round(Fixtures.state(IVON));
    }

    /** Shards that came to the same belief: their average is that belief. */
    @Override
    protected List<Sums> parts(long seed) {
        List<Sums> parts = new ArrayList<>(Collections.nCopies((int) (2 + seed), pooled(seed)));
        parts.add((int) (seed % 3), merge().identity());
        return parts;
    }

    @Override
    protected Sums pooled(long seed) {
        Shard shard = Fixtures.PROBLEM.shards(2).get((int) (seed % 2));
        return rule(new Reparameterised(1), 6, 4).run(new Round<>(1, Fixtures.state(IVON), Key.of(seed)), shard);
    }

    @Override
    protected Sums ofAnotherShape() {
        return Sums.of(3, 0, new double[9], new double[9], new double[9], new double[9]);
    }

    @Test
    void oneShard_withOneStep_equalsGradientSum() {
        WeightedMean mean = rule(new Reparameterised(1), 6, 1);
        GradientSum sum = new GradientSum(Fixtures.NETWORK, new Reparameterised(1), IVON, Fixtures.TARGET, 6);
        Shard all = Fixtures.PROBLEM.shards(1).get(0);
        double[] averaged =
                stateNumbers(mean.finish(round(), mean.run(round(), all)).state());
        double[] summed =
                stateNumbers(sum.finish(round(), sum.run(round(), all)).state());
        for (int i = 0; i < summed.length; i++) {
            if (Double.isFinite(summed[i])) {
                assertEquals(summed[i], averaged[i], 1e-6 * (1 + Math.abs(summed[i])));
            } else {
                assertEquals(summed[i], averaged[i], 0);
            }
        }
    }

    @Test
    void finish_averagesMeansAndPrecisions_byRows() {
        int active = 5;
        double[][] few = filled(active, 1, 4, 0.5, 2);
        double[][] many = filled(active, 3, 16, 1.5, 6);
        List<double[]> sums = new ArrayList<>();
        for (int a = 0; a < few.length; a++) {
            double[] sum = new double[active];
            for (int k = 0; k < active; k++) {
                sum[k] = 10 * few[a][k] + 30 * many[a][k];
            }
            sums.add(sum);
        }
        MeanFieldState next = merge().finish(round(), new Sums(40, -80, sums)).state();
        SparseGaussian q = next.posterior();
        assertEquals(2.5f, q.mean()[0]);
        assertEquals(1 / Math.sqrt(13), q.sd()[0], 1e-6);
        assertEquals(1.25f, next.slots().get(0)[0]);
        assertEquals(5f, next.slots().get(1)[0]);
        assertEquals(0f, q.sd()[4]);
        assertEquals(4, next.step());
    }

    @Test
    void average_ofTwoNormals_isThatOfTheRule() {
        // N(1, 1) and N(3, 1/4) of 10 and 30 rows, seen from 2.
        assertAverage(Average.MEANS, 2.5, 1 / 3.25);
        assertAverage(Average.NATURAL, (0.25 * 1 + 0.75 * 12) / 3.25, 1 / 3.25);
        assertAverage(Average.MOMENTS, 2.5, 0.25 * (1 + 2.25) + 0.75 * (0.25 + 0.25));
    }

    private static void assertAverage(Average average, double mean, double variance) {
        double first = 0.25 * average.first(1, 1, 2) + 0.75 * average.first(3, 0.5, 2);
        double second = 0.25 * average.second(1, 1, 2) + 0.75 * average.second(3, 0.5, 2);
        assertEquals(mean, average.mean(first, second, 1, 2), 1e-12, average.name());
        assertEquals(variance, average.variance(first, second, 1, 2), 1e-12, average.name());
    }

    @Test
    void naturalAverage_countsAShardsRowsOnce() {
        assertEquals(24, Average.MEANS.rows(6, 24));
        assertEquals(24, Average.MOMENTS.rows(6, 24));
        assertEquals(6, Average.NATURAL.rows(6, 24));
    }

    @Test
    void run_takesItsStepsOnTheWholeBelief_withItsShareOfTheRows() {
        Sums sums = pooled(1);
        assertEquals(12, sums.rows());
        assertEquals(4, sums.arrays().size());
        MeanFieldState moved = merge().finish(round(), sums).state();
        assertEquals(round().state().step() + 4, moved.step());
        assertNotEquals(round().state().posterior(), moved.posterior());
    }

    private static double[][] filled(int size, double... values) {
        double[][] arrays = new double[values.length][size];
        for (int a = 0; a < values.length; a++) {
            java.util.Arrays.fill(arrays[a], values[a]);
        }
        return arrays;
    }

    private static WeightedMean rule(Estimator estimator, int batchRows, int localSteps) {
        return new WeightedMean(Fixtures.NETWORK, estimator, IVON, Fixtures.TARGET, batchRows, localSteps);
    }
}
