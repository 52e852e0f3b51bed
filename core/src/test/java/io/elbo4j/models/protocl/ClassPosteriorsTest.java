package io.elbo4j.models.protocl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClassPosteriorsTest {

    private static final int CLASSES = 4;
    private static final int WIDTH = 3;
    private static final int ROWS = 40;
    private static final double NOISE = 0.3;
    private static final double PRIOR = 1.7;

    private static final ClassPosteriors START = ClassPosteriors.prior(CLASSES, WIDTH, PRIOR);

    private static float[] embeddings(long seed) {
        float[] values = new float[ROWS * WIDTH];
        Key.of(seed).gaussians(values);
        return values;
    }

    private static float[] targets(long seed) {
        float[] targets = new float[ROWS];
        for (int r = 0; r < ROWS; r++) {
            // No row of the last class.
            targets[r] = (int) (Key.of(seed).fold(1).uniform(r) * (CLASSES - 1));
        }
        return targets;
    }

    private static void close(ClassPosteriors expected, ClassPosteriors actual) {
        assertArrayEquals(expected.precisionMean(), actual.precisionMean(), 1e-12);
        assertArrayEquals(expected.precision(), actual.precision(), 1e-12);
        assertArrayEquals(expected.concentration(), actual.concentration());
    }

    @Test
    void observing_inAnyOrderAndPartition_isThePooledPosterior() {
        Forall.seeds(10, seed -> {
            float[] z = embeddings(seed);
            float[] y = targets(seed);
            ClassPosteriors pooled = START.observe(z, y, NOISE);
            int[] order = Key.of(seed).fold(2).permutation(ROWS);
            ClassPosteriors sequential = START;
            for (int from = 0, size = 1; from < ROWS; from += size, size = 1 + (int) (seed + from) % 7) {
                int to = Math.min(ROWS, from + size);
                float[] some = new float[(to - from) * WIDTH];
                float[] someTargets = new float[to - from];
                for (int i = from; i < to; i++) {
                    System.arraycopy(z, order[i] * WIDTH, some, (i - from) * WIDTH, WIDTH);
                    someTargets[i - from] = y[order[i]];
                }
                sequential = sequential.observe(some, someTargets, NOISE);
            }
            close(pooled, sequential);
            assertArrayEquals(ClassSums.counted(CLASSES, y), pooled.seen());
        });
    }

    @Test
    void posterior_isThatOfConjugateNormals() {
        float[] z = embeddings(1);
        float[] y = targets(1);
        ClassPosteriors posterior = START.observe(z, y, NOISE);
        for (int c = 0; c < CLASSES; c++) {
            double[] sum = new double[WIDTH];
            int rows = 0;
            for (int r = 0; r < ROWS; r++) {
                if ((int) y[r] == c) {
                    rows++;
                    for (int e = 0; e < WIDTH; e++) {
                        sum[e] += z[r * WIDTH + e];
                    }
                }
            }
            double shrink = PRIOR / (PRIOR + NOISE / Math.max(1, rows));
            for (int e = 0; e < WIDTH; e++) {
                double mean = rows == 0 ? 0 : shrink * sum[e] / rows;
                assertEquals(mean, posterior.mean()[c * WIDTH + e], 1e-12);
            }
            assertEquals(1 / PRIOR + rows / NOISE, posterior.precision()[c], 1e-12);
            assertEquals(1 + rows, posterior.concentration()[c], 0);
        }
    }

    /** p(z | rows of the class) is p(z, rows) / p(rows), each a dense normal with the prototype as common cause. */
    @Test
    void prediction_isTheQuotientOfDenseEvidences() {
        float[] z = embeddings(2);
        float[] y = targets(2);
        float[] next = {0.4f, -0.3f, 0.9f};
        double[] logs = START.observe(z, y, NOISE).densities(NOISE).logJoint(next, 0);
        double[] expected = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            int own = c;
            int[] rows = java.util.stream.IntStream.range(0, ROWS)
                    .filter(r -> (int) y[r] == own)
                    .toArray();
            expected[c] = Math.log(1 + rows.length);
            for (int e = 0; e < WIDTH; e++) {
                double[] column = new double[rows.length + 1];
                for (int i = 0; i < rows.length; i++) {
                    column[i] = z[rows[i] * WIDTH + e];
                }
                column[rows.length] = next[e];
                expected[c] += logEvidence(column, rows.length + 1) - logEvidence(column, rows.length);
            }
        }
        double largest = Arrays.stream(expected).max().orElseThrow();
        assertArrayEquals(Arrays.stream(expected).map(v -> v - largest).toArray(), logs, 1e-10);
    }

    private static double logEvidence(double[] values, int count) {
        if (count == 0) {
            return 0;
        }
        double[] covariance = new double[count * count];
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] = PRIOR + (i / count == i % count ? NOISE : 0);
        }
        PositiveDefinite factorised = PositiveDefinite.of(covariance, count);
        double[] some = Arrays.copyOf(values, count);
        double[] solved = factorised.solve(some);
        double quadratic = 0;
        for (int i = 0; i < count; i++) {
            quadratic += some[i] * solved[i];
        }
        return -0.5 * (quadratic + factorised.logDeterminant() + count * Math.log(2 * Math.PI));
    }

    @Test
    void observing_changesNothingInPlace() {
        ClassPosteriors before = START.observe(embeddings(3), targets(3), NOISE);
        ClassPosteriors copy = START.observe(embeddings(3), targets(3), NOISE);
        before.observe(embeddings(4), targets(4), NOISE);
        before.densities(NOISE).logJoint(embeddings(5), 0);
        assertEquals(copy, before);
    }
}
