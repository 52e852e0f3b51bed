package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.Parts;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiteProductTest extends MeanFieldMergeContract {

    private static final int SHARDS = 4;
    private static final int ACTIVE = 5;
    private static final Ivon IVON = new Ivon(new Schedule(0.1, 0, 1000), 0.9, 0.99, 0.5, 10, true);

    @Override
    protected Merge<MeanFieldState, Sums> merge() {
        return rule(SHARDS, 0.3, Turns.SYNCHRONOUS);
    }

    /** The second, in which there are sites to be damped. */
    @Override
    protected Round<MeanFieldState> round() {
        return Fixtures.round(after(rule(SHARDS, 1, Turns.SYNCHRONOUS), Fixtures.PROBLEM.shards(SHARDS)));
    }

    @Override
    protected List<Sums> parts(long seed) {
        return contributions(
                rule(SHARDS, 0.3, Turns.SYNCHRONOUS),
                round(),
                Fixtures.PROBLEM.randomShards(SHARDS, Key.of(seed).fold(8)));
    }

    /** The same sites side by side, without a merge. */
    @Override
    protected Sums pooled(long seed) {
        List<Sums> parts = parts(seed).stream().filter(part -> part.rows() > 0).toList();
        return new Sums(
                parts.stream().mapToDouble(Sums::rows).sum(),
                parts.stream().mapToDouble(Sums::logLik).sum(),
                parts.stream()
                        .flatMapToInt(part -> IntStream.of(part.support()))
                        .toArray(),
                List.of(sideBySide(parts, 0), sideBySide(parts, 1)));
    }

    private static double[] sideBySide(List<Sums> parts, int array) {
        return parts.stream()
                .flatMapToDouble(part -> java.util.Arrays.stream(part.arrays().get(array)))
                .toArray();
    }

    @Override
    protected Sums ofAnotherShape() {
        return Sums.of(3, 0, new double[9], new double[9]);
    }

    /** Without momentum, which a round forgets. */
    @Test
    void oneShard_isPlainIvon_roundAfterRound() {
        Ivon ivon = new Ivon(new Schedule(0.1, 0, 1000), 0, 0.99, 0.5, 10, true);
        Estimator estimator = new Reparameterised(1);
        SiteProduct sites =
                new SiteProduct(Fixtures.NETWORK, estimator, ivon, Fixtures.TARGET, 6, 7, 1, 1, Turns.SYNCHRONOUS);
        WeightedMean plain =
                new WeightedMean(Fixtures.NETWORK, estimator, ivon.withoutRescaling(), Fixtures.TARGET, 6, 7);
        MeanFieldState one = sites.initial(Fixtures.state(ivon).posterior(), Fixtures.TARGET);
        MeanFieldState other = Fixtures.state(ivon);
        Shard all = Fixtures.PROBLEM.shards(1).get(0);
        for (int r = 0; r < 5; r++) {
            one = sites.finish(Fixtures.round(one), sites.run(Fixtures.round(one), all))
                    .state();
            other = plain.finish(Fixtures.round(other), plain.run(Fixtures.round(other), all))
                    .state();
            assertEquals(other.step(), one.step());
            for (int k = 0; k < ACTIVE; k++) {
                assertEquals(other.posterior().mean()[k], one.posterior().mean()[k], 1e-4, "mean " + k);
                assertEquals(other.posterior().sd()[k], one.posterior().sd()[k], 1e-5, "sd " + k);
            }
        }
    }

    @Test
    void start_isTheInitialMeans_whichOnlyTheFirstRoundSees() {
        SiteProduct rule = rule(SHARDS, 1, Turns.SYNCHRONOUS);
        MeanFieldState start = start(rule);
        assertEquals(Fixtures.state(IVON).posterior(), start.posterior());
        assertEquals(2 * SHARDS, start.slots().size());
        MeanFieldState next = after(rule, Fixtures.PROBLEM.shards(SHARDS));
        for (int k = 0; k < 4; k++) {
            double precision = 1 / 1.5;
            double shift = 0;
            for (int s = 0; s < SHARDS; s++) {
                precision += next.slots().get(2 * s)[k];
                shift += next.slots().get(2 * s + 1)[k];
            }
            assertEquals(shift / precision, next.posterior().mean()[k], 1e-6, "prior × sites, and nothing else");
            assertEquals(1 / Math.sqrt(precision), next.posterior().sd()[k], 1e-6);
        }
    }

    @Test
    void points_haveSites_ofTheHessianThatIvonHoldsForThem() {
        SiteProduct rule = rule(2, 0.5, Turns.SYNCHRONOUS);
        Batch data = Fixtures.PROBLEM.data();
        List<Shard> shards = List.of(new Shard(0, 2, 24, data.slice(0, 6)), new Shard(1, 2, 24, data.slice(6, 24)));
        Round<MeanFieldState> round = Fixtures.round(start(rule));
        List<Sums> parts = contributions(rule, round, shards);
        MeanFieldState next = rule.finish(round, OrderedFold.of(rule, parts)).state();
        assertEquals(6 * IVON.initialHessian(), parts.get(0).arrays().get(0)[4], 1e-6);
        assertEquals(18 * IVON.initialHessian(), parts.get(1).arrays().get(0)[4], 1e-6);
        double shift = parts.get(0).arrays().get(1)[4] + parts.get(1).arrays().get(1)[4];
        assertEquals(shift / (24 * IVON.initialHessian()), next.posterior().mean()[4], 1e-6);
        assertTrue(next.posterior().isPoint(4));
    }

    @Test
    void contribution_travelsAsTwoFloatsAParameter() {
        Sums part = contributions(rule(SHARDS, 1, Turns.SYNCHRONOUS), round(), Fixtures.PROBLEM.shards(SHARDS))
                .get(2);
        assertArrayEquals(IntStream.range(10, 15).toArray(), part.support());
        Parts sent = SumsCodec.INSTANCE.encode(part);
        assertEquals(ACTIVE, sent.floats("mean0").length);
        assertEquals(ACTIVE, sent.floats("mean1").length);
        assertEquals(part, SumsCodec.INSTANCE.decode(sent, SumsCodec.INSTANCE.version()));
    }

    @Test
    void shardThatIsRetried_replacesItsSite() {
        SiteProduct rule = rule(SHARDS, 1, Turns.SYNCHRONOUS);
        Sums again =
                contributions(rule, round(), Fixtures.PROBLEM.shards(SHARDS)).get(1);
        MeanFieldState once = rule.finish(round(), again).state();
        MeanFieldState twice = rule.finish(Fixtures.round(once), again).state();
        assertEquals(once.posterior(), twice.posterior());
        for (int s = 0; s < 2 * SHARDS; s++) {
            assertArrayEquals(once.slots().get(s), twice.slots().get(s));
            if (s / 2 != 1) {
                assertArrayEquals(round().state().slots().get(s), once.slots().get(s), "other shards keep theirs");
            }
        }
        assertEquals((float) again.arrays().get(0)[0], once.slots().get(2)[0]);
    }

    /** Half way in the shard's own mean; the precision at once. */
    @Test
    void damping_isOfMeans() {
        SiteProduct whole = rule(SHARDS, 1, Turns.SYNCHRONOUS);
        Sums sent =
                contributions(whole, round(), Fixtures.PROBLEM.shards(SHARDS)).get(1);
        MeanFieldState before = round().state();
        MeanFieldState all = whole.finish(round(), sent).state();
        MeanFieldState half =
                rule(SHARDS, 0.5, Turns.SYNCHRONOUS).finish(round(), sent).state();
        for (int k = 0; k < 4; k++) {
            assertEquals(all.posterior().sd()[k], half.posterior().sd()[k]);
            double middle =
                    0.5 * (before.posterior().mean()[k] + all.posterior().mean()[k]);
            assertEquals(middle, half.posterior().mean()[k], 1e-6);
        }
    }

    @Test
    void siteThatMakesNoDistribution_isRefused_forThatWeightAlone() {
        Sums good = contributions(rule(SHARDS, 1, Turns.SYNCHRONOUS), round(), Fixtures.PROBLEM.shards(SHARDS))
                .get(1);
        double[] precision = good.arrays().get(0).clone();
        precision[2] = -1e6;
        Sums bad = new Sums(
                good.rows(),
                good.logLik(),
                good.support(),
                List.of(precision, good.arrays().get(1)));
        MeanFieldState before = round().state();
        Outcome<MeanFieldState> outcome = rule(SHARDS, 1, Turns.SYNCHRONOUS).finish(round(), bad);
        MeanFieldState expected =
                rule(SHARDS, 1, Turns.SYNCHRONOUS).finish(round(), good).state();
        assertEquals(1.0, outcome.diagnostics().getOrDefault("refusedSites", 0.0));
        for (int k = 0; k < 4; k++) {
            MeanFieldState as = k == 2 ? before : expected;
            assertEquals(as.posterior().mean()[k], outcome.state().posterior().mean()[k]);
            assertEquals(as.posterior().sd()[k], outcome.state().posterior().sd()[k]);
            assertEquals(as.slots().get(2)[k], outcome.state().slots().get(2)[k]);
        }
    }

    @Test
    void siteThatIsNotANumber_namesTheShard() {
        float[] features = Fixtures.PROBLEM.data().features().dense().clone();
        for (int row = 2; row < 24; row += SHARDS) {
            features[4 * row + 1] = Float.NaN;
        }
        Batch data = new Batch(features, Fixtures.PROBLEM.data().targets(), 4);
        List<Sums> parts =
                contributions(rule(SHARDS, 1, Turns.SYNCHRONOUS), round(), List.of(Shard.split(data, SHARDS)));
        DivergedException error =
                assertThrows(DivergedException.class, () -> merge().finish(round(), OrderedFold.of(merge(), parts)));
        assertTrue(String.valueOf(error.getMessage()).contains("round=5 shard=2 parameter="), error.getMessage());
    }

    @Test
    void sequential_letsOneShardWork_andWaitsForNone() {
        SiteProduct rule = rule(3, 1, Turns.SEQUENTIAL);
        List<Shard> halves = Fixtures.PROBLEM.shards(2);
        List<Shard> shards = List.of(
                new Shard(0, 3, 24, halves.get(0).examples()),
                new Shard(1, 3, 24, Fixtures.PROBLEM.data().slice(0, 0)),
                new Shard(2, 3, 24, halves.get(1).examples()));
        MeanFieldState state = start(rule);
        for (int turn = 0; turn < 6; turn++) {
            Round<MeanFieldState> round = Fixtures.round(state);
            List<Sums> parts = contributions(rule, round, shards);
            for (int s = 0; s < 3; s++) {
                assertEquals(s == turn % 3 && s != 1 ? 12 : 0, parts.get(s).rows(), "turn " + turn + " shard " + s);
            }
            state = rule.finish(round, OrderedFold.of(rule, parts)).state();
            assertEquals(3L * (turn + 1), state.step());
        }
    }

    /** In the third round, every second shard says what it would have said in the second, with the minibatches of the third. */
    @Test
    void boundedStale_seesTheNewestSites_orThoseOfTheRoundBefore() {
        SiteProduct rule = rule(SHARDS, 0.5, Turns.stale(1));
        SiteProduct newest = rule(SHARDS, 0.5, Turns.SYNCHRONOUS);
        List<Shard> shards = Fixtures.PROBLEM.shards(SHARDS);
        MeanFieldState first = after(rule, shards);
        Round<MeanFieldState> round = Fixtures.round(first);
        MeanFieldState second = rule.finish(round, OrderedFold.of(rule, contributions(rule, round, shards)))
                .state();
        assertEquals(4 * SHARDS, second.slots().size());
        assertEquals(
                first.slots().subList(0, 2 * SHARDS),
                second.slots().subList(2 * SHARDS, 4 * SHARDS),
                "the older sites");
        SiteSlots places = new SiteSlots(SHARDS, 1);
        MeanFieldState now = places.newest(second);
        MeanFieldState before =
                new MeanFieldState(first.posterior(), places.newest(first).slots(), second.step());
        for (Shard shard : shards) {
            Sums sent = rule.run(Fixtures.round(second), shard);
            // Two rounds of three steps are behind: the third has index 2.
            MeanFieldState seen = shard.index() % 2 == 0 ? now : before;
            MeanFieldState other = shard.index() % 2 == 0 ? before : now;
            Sums expected = newest.run(Fixtures.round(seen), shard);
            for (int array = 0; array < 2; array++) {
                assertArrayEquals(expected.arrays().get(array), sent.arrays().get(array), 1e-4);
            }
            assertNotEquals(newest.run(Fixtures.round(other), shard), sent);
        }
    }

    @Test
    void boundedStale_seesWhatHadNoSiteBefore_asItIsNow() {
        SiteProduct rule = rule(SHARDS, 0.5, Turns.stale(1));
        MeanFieldState first = after(rule, Fixtures.PROBLEM.shards(SHARDS));
        SiteSlots places = new SiteSlots(SHARDS, 1);
        assertEquals(places.newest(first), places.seen(first, 1, Fixtures.TARGET));
    }

    @Test
    void around_sharesTheBeliefOutAmongAllShards() {
        SparseGaussian belief = after(rule(SHARDS, 1, Turns.SYNCHRONOUS), Fixtures.PROBLEM.shards(SHARDS))
                .posterior();
        MeanFieldState state = rule(SHARDS, 1, Turns.SYNCHRONOUS).around(belief, Fixtures.TARGET);
        assertEquals(belief, state.posterior());
        SiteSums sites = SiteSums.of(state, Fixtures.TARGET);
        for (int k = 0; k < ACTIVE; k++) {
            assertEquals(SHARDS, sites.present(k));
            assertTrue(sites.proper(k));
            assertEquals(belief.mean()[k], sites.shift()[k] / sites.precision()[k], 1e-5);
            double precision = k == 4 ? Fixtures.ROWS : Math.pow(belief.sd()[k], -2);
            assertEquals(precision, sites.precision()[k], 1e-5 * precision);
        }
    }

    @Test
    void settingsThatCannotBe_areAnError() {
        assertThrows(IllegalArgumentException.class, () -> rule(2, 0, Turns.SYNCHRONOUS));
        assertThrows(IllegalArgumentException.class, () -> rule(2, 1.1, Turns.SYNCHRONOUS));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> contributions(
                        rule(2, 1, Turns.SYNCHRONOUS),
                        Fixtures.round(start(rule(2, 1, Turns.SYNCHRONOUS))),
                        Fixtures.PROBLEM.shards(3)));
        assertTrue(String.valueOf(error.getMessage()).contains("shard=2 sites=2"), error.getMessage());
    }

    private static MeanFieldState after(SiteProduct rule, List<Shard> shards) {
        Round<MeanFieldState> round = Fixtures.round(start(rule));
        return rule.finish(round, OrderedFold.of(rule, contributions(rule, round, shards)))
                .state();
    }

    private static MeanFieldState start(SiteProduct rule) {
        return rule.initial(Fixtures.state(IVON).posterior(), Fixtures.TARGET);
    }

    private static List<Sums> contributions(SiteProduct rule, Round<MeanFieldState> round, List<Shard> shards) {
        return shards.stream().map(shard -> rule.run(round, shard)).toList();
    }

    private static SiteProduct rule(int shards, double damping, Turns turns) {
        return new SiteProduct(
                Fixtures.NETWORK, Fixtures.NOISELESS, IVON, Fixtures.TARGET, 1, 3, shards, damping, turns);
    }
}
