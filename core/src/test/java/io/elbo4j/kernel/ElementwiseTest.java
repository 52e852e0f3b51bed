package io.elbo4j.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.Arrays;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

/** The fast functions against the plain ones, bit by bit, and those against what they should be. */
class ElementwiseTest {

    private static final Elementwise PLAIN = new PlainElementwise();

    @Test
    void fastest_areOnVectorsWhereTheModuleIs() {
        assertNotEquals(PlainElementwise.class, Elementwise.fastest().getClass());
    }

    /**
     * The first is a published answer (Random123, kat_vectors, threefry2x32 with 20 rounds); the others come from a program of
     * its own that also gives the published ones whose counter has an upper half.
     */
    @Test
    void words_areThreefrys() {
        assertEquals(0x6b20015999ba4efeL, Noise.words(0, 0));
        assertEquals(0xb0ce278af2a05120L, Noise.words(0x13198a2e03707344L, 0x243f6a88));
    }

    @Test
    void gaussians_haveTheBitsOfPlainLoops_whateverTheLength() {
        for (int length : new int[] {0, 1, 31, 32, 33, 1023, 1024, 1025, 5000}) {
            float[] plain = new float[length];
            float[] fast = new float[length];
            PLAIN.gaussians(77, plain);
            Elementwise.fastest().gaussians(77, fast);
            assertArrayEquals(plain, fast);
            float[] longer = new float[length + 100];
            Elementwise.fastest().gaussians(77, longer);
            assertArrayEquals(fast, Arrays.copyOf(longer, length));
        }
    }

    @Test
    void log_isTheLogarithm() {
        for (int i = 1; i <= 1 << 23; i += 97) {
            float u = i * 0x1p-23f;
            assertEquals(Math.log(u), Noise.log(u), 2e-7 * (0.1 + Math.abs(Math.log(u))), "u=" + u);
        }
        assertEquals(0f, Noise.log(1f));
    }

    @Test
    void gaussians_areNormal_byMomentsAndByKolmogorovAndSmirnov() {
        Forall.seeds(3, seed -> {
            int draws = 1_000_000;
            float[] z = new float[draws];
            Key.of(seed).gaussians(z);
            double[] moments = new double[5];
            double neighbours = 0;
            double partners = 0;
            for (int i = 0; i < draws; i++) {
                for (int m = 1; m <= 4; m++) {
                    moments[m] += Math.pow(z[i], m) / draws;
                }
                neighbours += i + 1 < draws ? z[i] * z[i + 1] / draws : 0;
                // Both numbers of one counter, also in their squares, which share a radius.
                partners += i % 32 < 16 ? (z[i] * z[i] - 1) * (z[i + 16] * z[i + 16] - 1) / draws : 0;
            }
            assertEquals(0, moments[1], 4.5 * Math.sqrt(1.0 / draws));
            assertEquals(1, moments[2], 4.5 * Math.sqrt(2.0 / draws));
            assertEquals(0, moments[3], 4.5 * Math.sqrt(15.0 / draws));
            assertEquals(3, moments[4], 4.5 * Math.sqrt(96.0 / draws));
            assertEquals(0, neighbours, 4.5 * Math.sqrt(1.0 / draws));
            assertEquals(0, partners, 4.5 * Math.sqrt(2.0 / draws));
            Arrays.sort(z);
            double distance = 0;
            for (int i = 0; i < draws; i++) {
                double cdf = 0.5 * Erf.erfc(-z[i] / Math.sqrt(2));
                distance = Math.max(distance, Math.max(cdf - i / (double) draws, (i + 1.0) / draws - cdf));
            }
            // 2.3 / √n is passed by chance once in 20 000.
            assertTrue(distance < 2.3 / Math.sqrt(draws), "distance=" + distance);
        });
    }

    @Test
    void tails_haveTheirProbability_onBothSides() {
        double[] edges = {3.0, 3.5, 4.0, 4.4};
        int[] above = new int[edges.length];
        int[] below = new int[edges.length];
        float[] z = new float[1 << 20];
        int passes = 20;
        for (int pass = 0; pass < passes; pass++) {
            Key.of(12).fold(pass).gaussians(z);
            for (float each : z) {
                for (int e = 0; e < edges.length; e++) {
                    above[e] += each > edges[e] ? 1 : 0;
                    below[e] += each < -edges[e] ? 1 : 0;
                }
            }
        }
        for (int e = 0; e < edges.length; e++) {
            double expected = (double) passes * z.length * 0.5 * Erf.erfc(edges[e] / Math.sqrt(2));
            assertEquals(expected, above[e], 4.5 * Math.sqrt(expected), "above " + edges[e]);
            assertEquals(expected, below[e], 4.5 * Math.sqrt(expected), "below " + -edges[e]);
        }
    }

    @Test
    void relu_andItsGradient_haveTheBitsOfPlainLoops() {
        float[] x = new float[77];
        float[] dy = new float[77];
        Key.of(1).gaussians(x);
        Key.of(2).gaussians(dy);
        for (int i : new int[] {3, 43}) {
            x[i] = 0f;
            x[i + 1] = -0f;
            x[i + 2] = Float.NaN;
        }
        float[][] y = new float[2][77];
        float[][] dx = new float[2][77];
        PLAIN.relu(x, y[0]);
        Elementwise.fastest().relu(x, y[1]);
        assertArrayEquals(y[0], y[1]);
        PLAIN.reluGradient(x, dy, dx[0]);
        Elementwise.fastest().reluGradient(x, dy, dx[1]);
        assertArrayEquals(dx[0], dx[1]);
        assertEquals(0f, dx[1][3]);
        for (int i = 6; i < 77; i++) {
            if (i < 43 || i > 45) {
                assertEquals(x[i] > 0 ? x[i] : 0f, y[1][i]);
                assertEquals(x[i] > 0 ? dy[i] : 0f, dx[1][i]);
            }
        }
    }

    @Test
    void zeroBelow_hasTheBitsOfPlainLoops_andLeavesTheRest() {
        float[] some = {1, -1e-29f, -0f, 0.5f, -0.5f, Float.NaN, Float.POSITIVE_INFINITY, 0.49f, -Float.MIN_VALUE};
        float[] plain = new float[5 * some.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = some[i % some.length];
        }
        float[] fast = plain.clone();
        float[] before = plain.clone();
        PLAIN.zeroBelow(0.5f, plain);
        Elementwise.fastest().zeroBelow(0.5f, fast);
        assertArrayEquals(plain, fast);
        for (int i = 0; i < before.length; i++) {
            assertEquals(Math.abs(before[i]) < 0.5f ? 0f : before[i], fast[i]);
        }
    }

    @Test
    void tangents_haveTheBitsOfPlainLoops_andAreTanhAndItsSlope() {
        float[] x = new float[10007];
        Key.of(3).gaussians(x);
        for (int i = 0; i < x.length; i++) {
            x[i] *= i % 3 == 0 ? 20 : i % 3 == 1 ? 2 : 1e-3f;
        }
        System.arraycopy(new float[] {0f, -0f, 50f, -50f, 500f, 43.4f, -43.6f, Float.MIN_VALUE}, 0, x, 0, 8);
        float[][] tanh = new float[2][x.length];
        float[][] slope = new float[2][x.length];
        PLAIN.tangents(x, tanh[0], slope[0]);
        Elementwise.fastest().tangents(x, tanh[1], slope[1]);
        assertArrayEquals(tanh[0], tanh[1]);
        assertArrayEquals(slope[0], slope[1]);
        for (int i = 0; i < x.length; i++) {
            assertEquals(Math.tanh(x[i]), tanh[1][i], 2e-7, "x=" + x[i]);
            double cosh = Math.cosh(x[i]);
            double exact = Math.abs(x[i]) > 43.5 ? 0 : 1 / (cosh * cosh);
            assertEquals(exact, slope[1][i], 1e-6 * exact, "x=" + x[i]);
        }
        assertEquals(1f, tanh[1][2]);
        assertEquals(0f, slope[1][2]);
    }

    @Test
    void featureMajor_putsEachFeaturesRowsTogether_andZerosBehind() {
        int width = 37;
        int rows = 21;
        float[] from = new float[5 + 2 * rows * width];
        Key.of(4).gaussians(from);
        int[] order = Key.of(5).permutation(2 * rows);
        int[] starts = Arrays.stream(order, 0, rows).map(row -> 5 + row * width).toArray();
        float[] into = new float[width * 32];
        Arrays.fill(into, 9f);
        Elementwise.fastest().featureMajor(from, starts, width, into, 32);
        for (int f = 0; f < width; f++) {
            for (int b = 0; b < 32; b++) {
                assertEquals(b < rows ? from[starts[b] + f] : 0f, into[f * 32 + b]);
            }
        }
    }
}
