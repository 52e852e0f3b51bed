package io.elbo4j.models.pvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.merge.Turns;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import org.junit.jupiter.api.Test;

class DivergenceWatchTest {

    private static final SiteId A = new SiteId("data", 0);
    private static final SiteId B = new SiteId("data", 1);

    @Test
    void threeGrowingChanges_byMoreThanHalfInAll_areDivergence() {
        assertTrue(seen(1, 10, 8, 9.6, 11.5, 13.8).diverging());
        assertFalse(seen(1, 10, 8, 9.6, 11.5).diverging(), "two in a row");
        assertFalse(seen(1, 10, 8, 9.6, 11.5, 11.4, 13).diverging(), "with a pause");
        assertFalse(seen(1, 10, 8, 8.8, 9.6, 10.5).diverging(), "by a third in all");
        assertTrue(seen(1, 10, 8, 8.8, 9.6, 10.5, 12.5).diverging(), "by half in the end");
        assertEquals(4, seen(1, 10, 8, 8.8, 9.6, 10.5, 12.5).growing());
        assertEquals(12.5 / 8, seen(1, 10, 8, 8.8, 9.6, 10.5, 12.5).growth(), 1e-12);
    }

    @Test
    void growth_ofRounding_isNone() {
        assertFalse(seen(1, 1e-16, 1e-15, 1e-14, 1e-13).diverging());
        assertTrue(seen(1e-8, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10).diverging());
    }

    @Test
    void change_isThatOfAllShardsAtTheirLastVisits() {
        DivergenceWatch watch = DivergenceWatch.from(Sites.NONE)
                .after(Sites.NONE, Sites.of(A, site(3)), 1)
                .after(Sites.NONE, Sites.of(B, site(4)), 1);
        assertEquals(5, watch.change(), 1e-15);
        assertEquals(0, watch.growing());
        // Against its own last visit, not against the other shard's.
        assertEquals(1, watch.after(Sites.NONE, Sites.of(A, site(3.5)), 1).growing());
        assertEquals(0, watch.after(Sites.NONE, Sites.of(B, site(3.5)), 1).growing());
    }

    @Test
    void good_areTheSitesBeforeItGrew() {
        Sites first = Sites.of(A, site(1));
        Sites second = Sites.of(A, site(2));
        Sites third = Sites.of(A, site(4));
        DivergenceWatch watch = DivergenceWatch.from(first)
                .after(first, second, 1)
                .after(second, Sites.of(A, site(2.5)), 1)
                .after(third, Sites.of(A, site(8)), 1)
                .after(third, Sites.of(A, site(20)), 1);
        assertEquals(second, watch.good());
    }

    /** Shards that take each other's confidence for their own. */
    @Test
    void precisionThatRunsAway_isStopped() {
        LocalOptimum echo = (shard, cavity) -> cavity.times(2);
        PviSpec spec = new PviSpec("data", Turns.SYNCHRONOUS, Damping.of(1));
        PviState start = Pvi.initial(spec, new DiagonalGaussian(new double[1], new double[] {1}));
        DivergedException error = assertThrows(
                DivergedException.class,
                () -> new LocalRunner(LinearProblem.of(1, 10, 1).shards(2))
                        .run(Pvi.of(spec, echo), start, 0, 100, Key.of(1), (round, outcome) -> true));
        assertEquals(3, error.round());
    }

    /** The watch after rounds whose changes have these sizes. */
    private static DivergenceWatch seen(double beliefNorm, double... changes) {
        DivergenceWatch watch = DivergenceWatch.from(Sites.NONE);
        for (double change : changes) {
            watch = watch.after(Sites.NONE, Sites.of(A, site(change)), beliefNorm);
        }
        return watch;
    }

    private static GaussianSite site(double precision) {
        return DiagonalSite.dense(new double[1], new double[] {precision});
    }
}
