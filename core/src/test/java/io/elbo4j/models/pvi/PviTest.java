package io.elbo4j.models.pvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.merge.Turns;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Linear regression with a full covariance, where partitioned inference is exact. */
class PviTest extends AlgorithmContract<PviState, Sites> {

    private static final int ROWS = 30;
    private static final int D = 4;

    @Override
    protected Algorithm<PviState, Sites> algorithm() {
        return algorithm(Turns.stale(2), Damping.of(0.5));
    }

    @Override
    protected PviState initial() {
        return start(Damping.of(0.5));
    }

    @Override
    protected List<Shard> shards() {
        return LinearProblem.of(1, ROWS, D).shards(5);
    }

    @Test
    void oneRound_equalsThePooledPosterior_forAnyPartition() {
        Forall.seeds(5, seed -> {
            LinearProblem problem = LinearProblem.of(seed, ROWS, D);
            for (int count : new int[] {1, 2, 7, ROWS}) {
                List<Shard> sorted = cut(problem, sorted(problem), count);
                List<Shard> oneEmpty = new ArrayList<>(cut(problem, sorted(problem), count));
                Batch none = problem.data().slice(0, 0);
                oneEmpty.add(new Shard(count, count + 1, ROWS, none));
                for (List<Shard> shards :
                        List.of(problem.shards(count), problem.randomShards(count, Key.of(seed)), sorted, oneEmpty)) {
                    for (Turns turns : List.of(Turns.SYNCHRONOUS, Turns.stale(3))) {
                        exact(problem, run(algorithm(turns, Damping.of(1)), shards, 1), 1e-10);
                    }
                    exact(problem, run(algorithm(Turns.SEQUENTIAL, Damping.of(1)), shards, shards.size()), 1e-10);
                }
            }
        });
    }

    @Test
    void moreRounds_stayThere() {
        LinearProblem problem = LinearProblem.of(3, ROWS, D);
        for (Damping damping : List.of(Damping.of(1), Damping.AUTO)) {
            PviState state = run(algorithm(Turns.SYNCHRONOUS, damping), problem.shards(7), 50);
            exact(problem, state, 1e-10);
            assertEquals(1, state.damping());
        }
    }

    @Test
    void damping_leavesAKnownPartOfTheSites() {
        LinearProblem problem = LinearProblem.of(4, ROWS, D);
        FullSite whole = (FullSite) run(algorithm(Turns.SYNCHRONOUS, Damping.of(1)), problem.shards(5), 1)
                .belief()
                .minus(prior());
        for (double rho : new double[] {0.25, 0.5, 0.9}) {
            for (Turns turns : List.of(Turns.SYNCHRONOUS, Turns.stale(2))) {
                for (int rounds = 1; rounds <= 5; rounds++) {
                    PviState state = run(algorithm(turns, Damping.of(rho)), problem.shards(5), rounds);
                    double missing = whole.minus(state.belief().minus(prior())).norm() / whole.norm();
                    assertEquals(Math.pow(1 - rho, rounds), missing, 1e-12);
                }
            }
        }
    }

    @Test
    void bias_isOneMoreInputOfOnes() {
        LinearProblem problem = LinearProblem.of(3, ROWS, 2);
        float[] widened = new float[3 * ROWS];
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(problem.data().features().dense(), 2 * r, widened, 3 * r, 2);
            widened[3 * r + 2] = 1;
        }
        Shard wide = new Shard(0, 1, ROWS, new Batch(widened, problem.data().targets(), 3));
        assertEquals(
                new LinearOptimum(0.25, false).site(wide, FullSite.identity(3)),
                new LinearOptimum(0.25, true).site(problem.shards(1).get(0), FullSite.identity(3)));
    }

    @Test
    void forget_equalsNeverHavingSeenTheShard() {
        Forall.seeds(5, seed -> {
            LinearProblem problem = LinearProblem.of(seed, ROWS, D);
            List<Shard> all = problem.randomShards(6, Key.of(seed));
            for (int gone : new int[] {0, 3, 5}) {
                PviState state = run(algorithm(Turns.stale(2), Damping.of(1)), all, 3);
                SiteId id = new SiteId("data", gone);
                if (state.sites().site(id).isPresent()) {
                    List<Shard> others = new ArrayList<>(all);
                    others.remove(gone);
                    FullGaussian never = (FullGaussian) run(algorithm(Turns.SYNCHRONOUS, Damping.of(1)), others, 1)
                            .posterior();
                    FullGaussian forgotten = (FullGaussian) state.forget(id).posterior();
                    close(never.mean(), forgotten.mean(), 1e-10);
                    close(never.covariance(), forgotten.covariance(), 1e-10);
                    double moved = Math.abs(never.mean()[0] - ((FullGaussian) state.posterior()).mean()[0]);
                    assertTrue(moved > 1e-6, "the shard said something: " + moved);
                }
            }
        });
    }

    @Test
    void forget_leavesNoTraceInWhatShardsSeeNext() {
        List<Shard> all = LinearProblem.of(2, ROWS, D).shards(3);
        PviState state = run(algorithm(Turns.stale(2), Damping.of(0.5)), all, 4);
        PviState rest = state.forget(new SiteId("data", 1));
        assertEquals("[Sites[data/0, data/2]]", rest.recent().toString());
        assertEquals("[]", rest.watch().changes().keySet().toString());
        assertEquals("Sites[data/0, data/2]", rest.watch().good().toString());
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> rest.forget(new SiteId("data", 1)));
        assertTrue(String.valueOf(error.getMessage()).contains("id=data/1 known=[data/0, data/2]"));
    }

    @Test
    void aSecondTask_addsToTheFirst() {
        LinearProblem problem = LinearProblem.of(6, ROWS, D);
        Shard[] halves = Shard.split(problem.data(), 2);
        PviState state = start(Damping.of(1));
        for (int day = 0; day < 2; day++) {
            List<Shard> shards = List.of(Shard.split(halves[day].examples(), 3));
            PviSpec spec = new PviSpec("day" + day, Turns.SYNCHRONOUS, Damping.of(1));
            state = new LocalRunner(shards)
                    .run(Pvi.of(spec, new LinearOptimum(0.25, false)), state, day, day + 1, Key.of(1), (r, o) -> true);
        }
        exact(problem, state, 1e-10);
        assertEquals(6, state.sites().byId().size());
    }

    @Test
    void state_survivesItsCodec_inTheMiddleOfARun() {
        for (int rounds : new int[] {0, 1, 3}) {
            PviState state = run(algorithm(Turns.stale(2), Damping.of(0.5)), shards(), rounds);
            assertEquals(Math.min(rounds + 1, 3), state.recent().size());
            PviState copy = PviStateCodec.INSTANCE.decode(
                    PviStateCodec.INSTANCE.encode(state), PviStateCodec.INSTANCE.version());
            assertEquals(state, copy);
        }
    }

    @Test
    void staleShards_seeSitesOfTheirAge_thatAreNeverOlderThanAllowed() {
        Turns turns = Turns.stale(3);
        int[] seen = new int[4];
        for (int round = 0; round < 8; round++) {
            for (Shard shard : LinearProblem.of(1, ROWS, D).shards(5)) {
                assertEquals(turns.age(round, shard), turns.age(round, shard));
                seen[turns.age(round, shard)]++;
            }
        }
        assertEquals("[10, 10, 10, 10]", java.util.Arrays.toString(seen));
    }

    @Test
    void nanInOneShard_namesTheShard() {
        List<Shard> shards = new ArrayList<>(LinearProblem.of(1, ROWS, D).shards(5));
        float[] features = shards.get(3).examples().features().dense().clone();
        features[2] = Float.NaN;
        shards.set(
                3,
                new Shard(
                        3, 5, ROWS, new Batch(features, shards.get(3).examples().targets(), D)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> run(algorithm(Turns.SYNCHRONOUS, Damping.AUTO), shards, 1));
        assertTrue(String.valueOf(error.getMessage())
                .startsWith("pvi: statistics not finite: shard=3 rows=6 noiseVariance="));
    }

    @Test
    void nanFromAnotherOptimum_namesTheSite() {
        LocalOptimum broken = (shard, cavity) -> cavity.times(shard.index() == 2 ? Double.NaN : 1);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> run(Pvi.of(spec(Turns.SYNCHRONOUS, Damping.AUTO), broken), shards(), 1));
        assertTrue(String.valueOf(error.getMessage()).contains("not finite: id=data/2 "));
    }

    @Test
    void anotherDimension_isAClearError() {
        PviState narrow = Pvi.initial(
                spec(Turns.SYNCHRONOUS, Damping.AUTO), new DiagonalGaussian(new double[2], new double[] {1, 1}));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> algorithm(Turns.SYNCHRONOUS, Damping.AUTO)
                        .step()
                        .run(new Round<>(0, narrow, Key.of(1)), shards().get(4)));
        assertTrue(String.valueOf(error.getMessage()).startsWith("pvi: dimension mismatch: shard=4 inputs=4 prior=2;"));
    }

    @Test
    void badSettings_areErrors() {
        for (double bad : new double[] {0, -0.5, 1.5, Double.NaN}) {
            assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, () -> Damping.of(bad))
                            .getMessage())
                    .contains("merge.damping=" + bad + ";"));
        }
        assertEquals(Damping.AUTO, Damping.parse("auto"));
        assertEquals(Damping.of(0.25), Damping.parse("0.25"));
        assertThrows(IllegalArgumentException.class, () -> Damping.parse("half"));
        assertEquals(Turns.stale(1), Turns.parse("bounded-stale"));
        assertThrows(IllegalArgumentException.class, () -> Turns.parse("random"));
        assertThrows(IllegalArgumentException.class, () -> Turns.stale(-1));
        assertThrows(IllegalArgumentException.class, () -> new Turns(true, 2));
        assertThrows(IllegalArgumentException.class, () -> new LinearOptimum(0, false));
        assertThrows(IllegalArgumentException.class, () -> new PviSpec("", Turns.SEQUENTIAL, Damping.AUTO));
    }

    private static Algorithm<PviState, Sites> algorithm(Turns turns, Damping damping) {
        return Pvi.of(spec(turns, damping), new LinearOptimum(0.25, false));
    }

    private static PviSpec spec(Turns turns, Damping damping) {
        return new PviSpec("data", turns, damping);
    }

    private static FullSite prior() {
        double[] precision = new double[D * D];
        for (int i = 0; i < D; i++) {
            precision[i * D + i] = 1 / 1.5;
        }
        return new FullSite(D, new double[D], precision);
    }

    private static PviState start(Damping damping) {
        return Pvi.initial(spec(Turns.SYNCHRONOUS, damping), prior().posterior());
    }

    private static PviState run(Algorithm<PviState, Sites> algorithm, List<Shard> shards, int rounds) {
        Damping damping = ((PviRound) algorithm.merge()).spec().damping();
        return new LocalRunner(shards).run(algorithm, start(damping), 0, rounds, Key.of(3), (round, outcome) -> true);
    }

    private static void exact(LinearProblem problem, PviState state, double tolerance) {
        FullGaussian posterior = (FullGaussian) state.posterior();
        close(problem.mean(), posterior.mean(), tolerance);
        close(problem.covariance(), posterior.covariance(), tolerance);
    }

    private static void close(double[] expected, double[] actual, double tolerance) {
        double size = 0;
        double apart = 0;
        for (int i = 0; i < expected.length; i++) {
            size = Math.max(size, Math.abs(expected[i]));
            apart = Math.max(apart, Math.abs(expected[i] - actual[i]));
        }
        assertTrue(apart <= tolerance * size, "apart=" + apart + " size=" + size);
    }

    /** Row numbers by target: shards then know different things. */
    private static int[] sorted(LinearProblem problem) {
        return IntStream.range(0, ROWS)
                .boxed()
                .sorted(Comparator.comparing(r -> problem.data().targets()[r]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Neighbours in an order of the rows. */
    private static List<Shard> cut(LinearProblem problem, int[] order, int count) {
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int[] rows = java.util.Arrays.copyOfRange(order, s * ROWS / count, (s + 1) * ROWS / count);
            shards.add(new Shard(s, count + 1, ROWS, problem.data().select(rows)));
        }
        return shards;
    }
}
