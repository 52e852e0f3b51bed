package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StudentTTest {

    private static final double[] AT = {-30, -2, -0.1, 0, 0.7, 5};

    @Test
    void oneDegree_isCauchys() {
        StudentT cauchy = new StudentT(1);
        for (double t : AT) {
            assertEquals(-Math.log(Math.PI * (1 + t * t)), cauchy.logDensity(t), 1e-12);
            assertEquals(0.5 + Math.atan(t) / Math.PI, cauchy.atMost(t), 1e-12);
        }
    }

    @Test
    void twoDegrees_areClosed() {
        for (double t : AT) {
            assertEquals(0.5 + t / (2 * Math.sqrt(2 + t * t)), new StudentT(2).atMost(t), 1e-12);
        }
    }

    @Test
    void manyDegrees_areTheNormal() {
        StudentT normal = new StudentT(Double.POSITIVE_INFINITY);
        for (double t : new double[] {-2, 0, 1}) {
            assertEquals(normal.logDensity(t), new StudentT(1e7).logDensity(t), 1e-6);
            assertEquals(normal.atMost(t), new StudentT(1e7).atMost(t), 1e-6);
        }
        assertEquals(0.9750021, normal.atMost(1.96), 1e-7);
        assertEquals(1, normal.variance());
        assertEquals(5.0 / 3, new StudentT(5).variance(), 1e-12);
    }
}
