package io.elbo4j.models.pvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.contract.MergeContract;
import io.elbo4j.data.Shard;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.merge.Turns;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PviRoundTest extends MergeContract<PviState, Sites> {

    private static final PviRound RULE =
            new PviRound(new PviSpec("data", Turns.SYNCHRONOUS, Damping.of(1)), new LinearOptimum(0.25, false));
    private static final SiteId A = new SiteId("data", 0);
    private static final SiteId B = new SiteId("data", 1);

    @Override
    protected Merge<PviState, Sites> merge() {
        return RULE;
    }

    @Override
    protected Round<PviState> round() {
        FullSite prior = new FullSite(3, new double[3], new double[] {1 / 1.5, 0, 0, 0, 1 / 1.5, 0, 0, 0, 1 / 1.5});
        return new Round<>(0, Pvi.initial(RULE.spec(), prior.posterior()), Key.of(1));
    }

    @Override
    protected List<Sites> parts(long seed) {
        return LinearProblem.of(seed, 30, 3).randomShards(12, Key.of(seed)).stream()
                .map(shard -> RULE.run(round(), shard))
                .toList();
    }

    /** In a shard of another number for another seed, so that two of them may meet. */
    @Override
    protected Sites pooled(long seed) {
        Shard all = new Shard((int) seed, 50, 30, LinearProblem.of(seed, 30, 3).data());
        return RULE.run(round(), all);
    }

    @Override
    protected Sites ofAnotherShape() {
        return Sites.of(new SiteId("data", 49), FullSite.identity(4));
    }

    @Override
    protected double[] numbers(Sites sites) {
        return sites.byId().values().stream()
                .map(site -> (FullSite) site)
                .flatMapToDouble(site ->
                        DoubleStream.concat(Arrays.stream(site.precisionMean()), Arrays.stream(site.precision())))
                .toArray();
    }

    @Override
    protected double[] stateNumbers(PviState state) {
        FullGaussian posterior = (FullGaussian) state.posterior();
        return DoubleStream.concat(Arrays.stream(posterior.mean()), Arrays.stream(posterior.covariance()))
                .toArray();
    }

    @Override
    protected double stateTolerance() {
        return 1e-10;
    }

    @Test
    void combine_ofATaskThatRanTwice_countsItOnce() {
        List<Sites> parts = parts(2);
        Sites once = RULE.combine(parts.get(0), parts.get(1));
        assertEquals(once, RULE.combine(once, parts.get(1)));
        Round<PviState> round = round();
        PviState after = RULE.finish(round, once).state();
        PviState again = RULE.finish(new Round<>(1, after, Key.of(1)), once).state();
        assertEquals(after.sites(), again.sites());
    }

    @Test
    void combine_ofTwoSitesOfOneId_namesTheId() {
        Sites left = Sites.of(A, FullSite.identity(3));
        Sites right = RULE.run(round(), LinearProblem.of(1, 30, 3).shards(1).get(0));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> RULE.combine(left, right));
        assertTrue(String.valueOf(error.getMessage()).contains("two sites of one id: id=data/0 "));
    }

    @Test
    void finish_thatWouldNotBeProper_isRefused_withParameterRoundAndWayOut() {
        DivergedException error = assertThrows(
                DivergedException.class,
                () -> finish(Damping.of(1), Sites.of(A, site(1, 0.5)).with(B, site(-3, 7))));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith("training diverged: round=5 parameter=0 precision=-1.0 damping=1.0; "), message);
        assertTrue(message.contains("merge.damping=auto"), message);
        assertEquals(4, error.round());
    }

    @Test
    void finish_thatWouldNotBeProper_isHalvedByAuto() {
        PviState state = finish(Damping.AUTO, Sites.of(A, site(-1.5, 2)));
        assertEquals(0.5, state.damping());
        assertEquals(site(0.25, 2), state.belief());
    }

    @Test
    void finish_withAnImproperCavity_isHalvedByAuto_thoughThePosteriorIsProper() {
        // Without the first site the prior's 1 and the second's −1.5 are left.
        Sites offered = Sites.of(A, site(5, 0)).with(B, site(-1.5, 0));
        PviState state = finish(Damping.AUTO, offered);
        assertEquals(0.5, state.damping());
        assertEquals(site(2.75, 1), state.belief());
        assertThrows(DivergedException.class, () -> finish(Damping.of(1), offered));
    }

    @Test
    void finish_thatNoDampingHelps_stops() {
        DivergedException error =
                assertThrows(DivergedException.class, () -> finish(Damping.AUTO, Sites.of(A, site(-1e12, 0))));
        assertTrue(String.valueOf(error.getMessage()).contains("no damping helps"));
    }

    /** An optimum that offers its cavity shows what the shard saw. */
    @Test
    void run_ofAStaleShard_makesItsCavityOfSitesOfItsAge() {
        PviRound rule = new PviRound(new PviSpec("data", Turns.stale(2), Damping.of(1)), (shard, cavity) -> cavity);
        List<Sites> recent = List.of(
                Sites.of(A, site(10, 0)).with(B, site(1, 0)),
                Sites.of(A, site(20, 0)).with(B, site(2, 0)),
                Sites.of(A, site(40, 0)).with(B, site(4, 0)));
        PviState state = new PviState(site(100, 0), recent, 1, DivergenceWatch.from(recent.get(0)));
        for (int round = 0; round < 6; round++) {
            for (int shard = 0; shard < 2; shard++) {
                Shard rows = new Shard(shard, 2, 30, LinearProblem.of(1, 15, 1).data());
                int age = (round + shard) % 3;
                double others = (shard == 0 ? 1 : 10) << age;
                Sites offered = rule.run(new Round<>(round, state, Key.of(1)), rows);
                assertEquals(Sites.of(shard == 0 ? A : B, site(100 + others, 0)), offered);
            }
        }
        PviState young = new PviState(site(100, 0), recent.subList(0, 1), 1, state.watch());
        Shard rows = new Shard(1, 2, 30, LinearProblem.of(1, 15, 1).data());
        assertEquals(Sites.of(B, site(110, 0)), rule.run(new Round<>(1, young, Key.of(1)), rows));
    }

    @Test
    void run_ofASequentialShard_waitsForItsTurn() {
        PviRound rule = new PviRound(new PviSpec("data", Turns.SEQUENTIAL, Damping.of(1)), (shard, cavity) -> cavity);
        for (int round = 0; round < 6; round++) {
            for (int shard = 0; shard < 3; shard++) {
                Shard rows = new Shard(shard, 3, 45, LinearProblem.of(1, 15, 1).data());
                PviState start = Pvi.initial(rule.spec(), ((DiagonalSite) site(1, 1)).posterior());
                Sites offered = rule.run(new Round<>(round, start, Key.of(1)), rows);
                assertEquals(round % 3 == shard ? 1 : 0, offered.byId().size());
            }
        }
    }

    @Test
    void finish_saysThatSitesAreAtRest_onceAllWereSeenTwice() {
        PviRound rule = new PviRound(
                new PviSpec("data", Turns.SEQUENTIAL, Damping.of(1)), (shard, cavity) -> cavity.identity());
        PviState state = Pvi.initial(rule.spec(), ((DiagonalSite) site(1, 1)).posterior());
        List<Sites> offers = List.of(
                // A factor of 1 changes nothing, but the other shard has not had its turn.
                Sites.of(A, site(0, 0)),
                Sites.of(B, site(2, 1)),
                Sites.of(A, site(1e-8, 0)),
                Sites.of(B, site(2, 1)),
                Sites.of(A, site(1e-8, 0)));
        List<Double> converged = new ArrayList<>();
        for (int round = 0; round < offers.size(); round++) {
            Outcome<PviState> outcome = rule.finish(new Round<>(round, state, Key.of(1)), offers.get(round));
            converged.add(outcome.diagnostics().get("converged"));
            state = outcome.state();
        }
        assertEquals(List.of(0.0, 0.0, 0.0, 0.0, 1.0), converged);
    }

    @Test
    void forget_startsTheWatchAnew() {
        PviState state = finish(Damping.of(1), Sites.of(A, site(5, 0)).with(B, site(2, 0)));
        assertEquals(2, state.watch().changes().size());
        assertEquals(0, state.forget(A).watch().changes().size());
        assertEquals(Sites.of(B, site(2, 0)), state.forget(A).watch().good());
    }

    @Test
    void forget_ofASiteThatHoldsTheRest_isRefused() {
        PviState state = finish(Damping.of(1), Sites.of(A, site(5, 0)).with(B, site(-0.5, 0)));
        assertEquals(site(0.5, 1), state.forget(A).belief());
        PviState narrow = finish(Damping.of(1), Sites.of(A, site(5, 0)).with(B, site(-0.5, 0)));
        PviState improper =
                new PviState(site(0.25, 0), List.of(narrow.sites()), 1, DivergenceWatch.from(narrow.sites()));
        RuntimeException error = assertThrows(RuntimeException.class, () -> improper.forget(A));
        assertTrue(String.valueOf(error.getMessage()).contains("parameter=0 precision=-0.25;"));
    }

    /** One parameter with prior N(1, 1), in round 4. */
    private static PviState finish(Damping damping, Sites offered) {
        PviRound rule =
                new PviRound(new PviSpec("data", Turns.SYNCHRONOUS, damping), (shard, cavity) -> cavity.identity());
        PviState start = Pvi.initial(rule.spec(), ((DiagonalSite) site(1, 1)).posterior());
        return rule.finish(new Round<>(4, start, Key.of(1)), offered).state();
    }

    private static GaussianSite site(double precision, double precisionMean) {
        return DiagonalSite.dense(new double[] {precisionMean}, new double[] {precision});
    }
}
