package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import java.util.Arrays;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class ZigguratTest {

    private static final int DRAWS = 1_000_000;

    @Test
    void moments_areThoseOfTheNormal() {
        Forall.seeds(3, seed -> {
            double[] moments = new double[9];
            for (int i = 0; i < DRAWS; i++) {
                double power = 1;
                double z = Key.of(seed).gaussian(i);
                for (int m = 1; m <= 4; m++) {
                    power *= z;
                    moments[m] += power / DRAWS;
                }
            }
            assertEquals(0, moments[1], 4.5 * Math.sqrt(1.0 / DRAWS));
            assertEquals(1, moments[2], 4.5 * Math.sqrt(2.0 / DRAWS));
            assertEquals(0, moments[3], 4.5 * Math.sqrt(15.0 / DRAWS));
            assertEquals(3, moments[4], 4.5 * Math.sqrt(96.0 / DRAWS));
        });
    }

    @Test
    void distribution_isNormal_byKolmogorovAndSmirnov() {
        Forall.seeds(3, seed -> {
            double[] draws = new double[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                draws[i] = Key.of(seed).fold(1).gaussian(i);
            }
            Arrays.sort(draws);
            double distance = 0;
            for (int i = 0; i < DRAWS; i++) {
                double cdf = normalCdf(draws[i]);
                distance = Math.max(distance, Math.max(cdf - i / (double) DRAWS, (i + 1.0) / DRAWS - cdf));
            }
            // 2.3 / √n is passed by chance once in 20 000.
            assertTrue(distance < 2.3 / Math.sqrt(DRAWS), "distance=" + distance);
        });
    }

    @Test
    void tails_haveTheirProbability_onBothSides() {
        // The base layer ends at 3.654; the tail beyond it is made by a different rule.
        double[] edges = {3.0, 3.5, 3.65, 3.7, 4.0, 4.4};
        int draws = 20_000_000;
        int[] above = new int[edges.length];
        int[] below = new int[edges.length];
        Key key = Key.of(12);
        for (int i = 0; i < draws; i++) {
            double z = key.gaussian(i);
            if (Math.abs(z) > edges[0]) {
                for (int e = 0; e < edges.length; e++) {
                    above[e] += z > edges[e] ? 1 : 0;
                    below[e] += z < -edges[e] ? 1 : 0;
                }
            }
        }
        for (int e = 0; e < edges.length; e++) {
            double expected = draws * normalCdf(-edges[e]);
            assertEquals(expected, above[e], 4.5 * Math.sqrt(expected), "above " + edges[e]);
            assertEquals(expected, below[e], 4.5 * Math.sqrt(expected), "below " + -edges[e]);
        }
    }

    private static double normalCdf(double x) {
        return 0.5 * Erf.erfc(-x / Math.sqrt(2));
    }
}
