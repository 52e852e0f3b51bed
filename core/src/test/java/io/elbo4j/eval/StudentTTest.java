package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Predictions that are of a Student t around 0 with scale 1. */
class StudentTTest {

    private static final float[] AT = {-30, -2, -0.1f, 0, 0.7f, 5};

    @Test
    void oneDegree_isCauchys() {
        ValuePrediction cauchy = student(1, AT);
        for (int i = 0; i < AT.length; i++) {
            double t = AT[i];
            assertEquals(-Math.log(Math.PI * (1 + t * t)), cauchy.logDensity()[i], 1e-12);
            assertEquals(0.5 + Math.atan(t) / Math.PI, cauchy.atMost()[i], 1e-12);
        }
        assertEquals(1, cauchy.totalSd()[0], 1e-12, "the scale, where there is no variance");
    }

    @Test
    void twoDegrees_areClosed() {
        ValuePrediction two = student(2, AT);
        for (int i = 0; i < AT.length; i++) {
            double t = AT[i];
            assertEquals(0.5 + t / (2 * Math.sqrt(2 + t * t)), two.atMost()[i], 1e-12);
        }
    }

    @Test
    void manyDegrees_areTheNormal() {
        float[] at = {-2, 0, 1, 1.96f};
        ValuePrediction normal = student(Double.POSITIVE_INFINITY, at);
        ValuePrediction many = student(1e7, at);
        for (int i = 0; i < at.length; i++) {
            assertEquals(normal.logDensity()[i], many.logDensity()[i], 1e-6);
            assertEquals(normal.atMost()[i], many.atMost()[i], 1e-6);
        }
        assertEquals(0.9750021, normal.atMost()[3], 1e-7);
        assertEquals(1, Math.pow(normal.totalSd()[0], 2));
        assertEquals(5.0 / 3, Math.pow(student(5, at).totalSd()[0], 2), 1e-12);
    }

    /** Far out a density underflows, and its logarithm does not. */
    @Test
    void tails_haveALogarithm() {
        assertEquals(
                -0.5 * (Math.log(2 * Math.PI) + 3600),
                student(Double.POSITIVE_INFINITY, new float[] {60}).logDensity()[0],
                1e-9);
    }

    private static ValuePrediction student(double degrees, float[] at) {
        return ValuePrediction.ofStudentTs(
                new double[] {1}, degrees, new double[1][at.length], new double[1][at.length], new double[] {1}, at);
    }
}
