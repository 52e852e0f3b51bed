package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BeliefDistanceTest {

    private static final SparseGaussian FROM =
            new SparseGaussian(6, new int[] {0, 2, 3, 5}, new float[] {1, 2, 9, -1}, new float[] {0.5f, 1, 0, 0.25f});
    private static final SparseGaussian TO =
            new SparseGaussian(6, new int[] {1, 2, 3, 5}, new float[] {1, 1, 8, 1}, new float[] {0.5f, 2, 0, 0.5f});

    @Test
    void distance_isOverSharedWeights_inTheOthersStandardDeviations() {
        BeliefDistance distance = BeliefDistance.of(FROM, TO);
        assertEquals(2, distance.sharedWeights(), "points are not counted");
        assertEquals((0.5 + 4) / 2, distance.meanShift(), 1e-12);
        double first = 0.5 * (0.25 + 0.25 - 1) - Math.log(0.5);
        double second = 0.5 * (0.25 + 16 - 1) - Math.log(0.5);
        assertEquals((first + second) / 2, distance.klNats(), 1e-12);
        assertEquals(new BeliefDistance(3, 0, 0), BeliefDistance.of(TO, TO));
    }

    @Test
    void beliefsThatShareNothing_haveNoDistance() {
        SparseGaussian other = new SparseGaussian(6, new int[] {4}, new float[] {1}, new float[] {1});
        assertEquals(new BeliefDistance(0, 0, 0), BeliefDistance.of(FROM, other));
    }
}
