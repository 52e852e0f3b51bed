package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.site.ImproperGaussianException;
import io.elbo4j.update.MeanFieldState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four weights and a bias, prior N(0, 1.5), three shards with sites of round numbers. */
class SiteRemovalTest {

    private static final SiteSlots PLACES = new SiteSlots(3, 0);

    private static final SparseGaussian START = new SparseGaussian(
            5, new int[] {0, 1, 3, 4}, new float[] {0.1f, 0.2f, 0.4f, 0}, new float[] {0.3f, 0.3f, 0.3f, 0});
    private static final SparseGaussian BELIEF =
            new SparseGaussian(5, new int[] {0, 1, 2, 3, 4}, new float[] {9, 9, 9, 9, 9}, new float[] {1, 1, 1, 1, 0});

    /** Weight 1 has a site of shard 0 alone; so has weight 2, which was not there at the start. The bias has 8, 8 and 8 rows. */
    private static MeanFieldState state(float third) {
        return new MeanFieldState(
                BELIEF,
                List.of(
                        new float[] {2, 3, 4, 1, 8},
                        new float[] {1, 2, 3, 1, 8},
                        new float[] {4, 0, 0, third, 8},
                        new float[] {2, 0, 0, 1, 16},
                        new float[] {6, 0, 0, 1, 8},
                        new float[] {-3, 0, 0, 1, 32}),
                77);
    }

    @Test
    void belief_isPriorTimesTheOthers() {
        MeanFieldState rest = SiteRemoval.of(state(1), PLACES, Fixtures.TARGET, 0, START);
        double precision = 1 / 1.5 + 10;
        assertEquals(-1 / precision, rest.posterior().mean()[0], 1e-6);
        assertEquals(1 / Math.sqrt(precision), rest.posterior().sd()[0], 1e-6);
        assertEquals((16 + 32) / 16.0, rest.posterior().mean()[4], 1e-6);
        assertEquals(0, rest.posterior().sd()[4]);
        assertArrayEquals(new float[5], rest.slots().get(0));
        assertArrayEquals(new float[5], rest.slots().get(1));
        assertArrayEquals(state(1).slots().get(3), rest.slots().get(3));
        assertEquals(77, rest.step());
    }

    @Test
    void weightWithoutAnotherSite_isAsBeforeTheFirstRound() {
        MeanFieldState rest = SiteRemoval.of(state(1), PLACES, Fixtures.TARGET, 0, START);
        assertEquals(0.2f, rest.posterior().mean()[1]);
        assertEquals(0.3f, rest.posterior().sd()[1]);
        assertEquals(0f, rest.posterior().mean()[2], "a newcomer");
        assertEquals(0.3f, rest.posterior().sd()[2]);
    }

    /** Without shard 0, prior × the third site alone would be 0.67 − 1 wide. */
    @Test
    void weightWhoseCavitiesAreNone_isAsBeforeTheFirstRound() {
        MeanFieldState rest = SiteRemoval.of(state(-1), PLACES, Fixtures.TARGET, 0, START);
        assertEquals(0.4f, rest.posterior().mean()[3]);
        assertEquals(0.3f, rest.posterior().sd()[3]);
        for (float[] slot : rest.slots()) {
            assertEquals(0, slot[3]);
        }
    }

    @Test
    void beliefThatIsNone_isRefused_andNamed() {
        ImproperGaussianException error = assertThrows(
                ImproperGaussianException.class, () -> SiteRemoval.of(state(-3), PLACES, Fixtures.TARGET, 0, START));
        assertEquals(3, error.parameter());
    }

    @Test
    void olderSites_goToo() {
        MeanFieldState newest = state(1);
        float[][] older = new float[6][5];
        SiteSlots places = new SiteSlots(3, 1);
        MeanFieldState before = new MeanFieldState(newest.posterior(), List.of(older), newest.step());
        MeanFieldState both =
                new MeanFieldState(newest.posterior(), places.after(before, newest.copyOfSlots()), newest.step());
        MeanFieldState rest = SiteRemoval.of(both, places, Fixtures.TARGET, 0, START);
        MeanFieldState alone = SiteRemoval.of(newest, PLACES, Fixtures.TARGET, 0, START);
        assertEquals(alone.posterior(), rest.posterior());
        for (int s = 0; s < 12; s++) {
            assertArrayEquals(alone.slots().get(s % 6), rest.slots().get(s));
        }
    }
}
