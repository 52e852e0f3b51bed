package io.elbo4j.models.pvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.merge.Turns;
import io.elbo4j.site.Sites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Independent normals for strongly correlated data: exact at the fixed point, and not every schedule gets there. */
class MeanFieldPviTest {

    /**
     * Shards that all know the sum of the coefficients well and each of them badly: Λ_k = 11ᵀ + 0.01 I with noise variance 1.
     *
     * @param dimension D
     * @param count M
     */
    private record Alike(int dimension, int count) {

        List<Shard> shards(long seed) {
            List<Shard> shards = new ArrayList<>();
            for (int s = 0; s < count; s++) {
                float[] features = new float[(dimension + 1) * dimension];
                float[] targets = new float[dimension + 1];
                Arrays.fill(features, 0, dimension, 1);
                for (int r = 0; r <= dimension; r++) {
                    if (r > 0) {
                        features[r * dimension + r - 1] = 0.1f;
                    }
                    targets[r] = (float) Key.of(seed).fold(s).gaussian(r);
                }
                long rows = (long) count * (dimension + 1);
                shards.add(new Shard(s, count, rows, new Batch(features, targets, dimension)));
            }
            return shards;
        }
    }

    private static final List<Alike> DIVERGENT = List.of(new Alike(5, 5), new Alike(3, 10), new Alike(10, 5));

    @Test
    void sequential_reachesTheGlobalOptimum() {
        Forall.seeds(
                3,
                seed -> DIVERGENT.forEach(
                        alike -> reaches(alike.shards(seed), Turns.SEQUENTIAL, Damping.of(1), 20_000)));
    }

    @Test
    void dampedByTheNumberOfShards_reachesTheGlobalOptimum() {
        Forall.seeds(
                3,
                seed -> DIVERGENT.forEach(alike ->
                        reaches(alike.shards(seed), Turns.SYNCHRONOUS, Damping.of(1.0 / alike.count()), 20_000)));
    }

    @Test
    void auto_reachesTheGlobalOptimum_withLessDampingThanOne() {
        Forall.seeds(
                3,
                seed -> DIVERGENT.forEach(alike -> {
                    PviState state = reaches(alike.shards(seed), Turns.SYNCHRONOUS, Damping.AUTO, 20_000);
                    assertTrue(state.damping() < 1 && state.damping() >= 0.125, "damping=" + state.damping());
                }));
    }

    @Test
    void stale_reachesTheGlobalOptimum() {
        Forall.seeds(
                3,
                seed -> DIVERGENT.forEach(alike -> {
                    reaches(alike.shards(seed), Turns.stale(2), Damping.of(0.5 / alike.count()), 20_000);
                    reaches(alike.shards(seed), Turns.stale(2), Damping.AUTO, 20_000);
                }));
    }

    @Test
    void stale_shardsThatAllSeeTheSameOldSites_doNotTakeItForRest() {
        Forall.seeds(3, seed -> {
            List<Shard> shards = new Alike(3, 4).shards(seed);
            // Those with rows are as old as each other in every round: they are asked everything twice.
            List<Shard> alternate = IntStream.range(0, 4)
                    .mapToObj(index -> index % 2 == 1 ? shards.get(index) : withoutRows(shards.get(index)))
                    .toList();
            reaches(alternate, Turns.stale(1), Damping.of(1), 20_000);
        });
    }

    @Test
    void undamped_thatConvergesSlowly_isLeftAlone() {
        Forall.seeds(3, seed -> {
            PviState state = reaches(new Alike(3, 5).shards(seed), Turns.SYNCHRONOUS, Damping.of(1), 20_000);
            assertEquals(1, state.damping());
        });
    }

    @Test
    void undamped_thatDiverges_isSeenWithinTenRounds_andNothingIsNaN() {
        Forall.seeds(
                10,
                seed -> DIVERGENT.forEach(alike -> {
                    List<Outcome<PviState>> good = new ArrayList<>();
                    DivergedException error = assertThrows(
                            DivergedException.class,
                            () -> run(alike.shards(seed), Turns.SYNCHRONOUS, Damping.of(1), 60, good));
                    assertTrue(error.round() < 10, "round=" + error.round());
                    assertEquals(good.size(), error.round());
                    good.forEach(outcome -> assertTrue(outcome.state().belief().isFinite()));
                    String message = String.valueOf(error.getMessage());
                    assertTrue(message.contains("round=" + (error.round() + 1) + " siteChange="), message);
                    assertTrue(message.contains("; use merge.damping=auto"), message);
                }));
    }

    @Test
    void auto_goesBackToTheBestSites_withHalfTheDamping() {
        List<Shard> shards = DIVERGENT.get(0).shards(1);
        List<Outcome<PviState>> outcomes = new ArrayList<>();
        run(shards, Turns.SYNCHRONOUS, Damping.AUTO, 12, outcomes);
        int back = 1;
        while (outcomes.get(back).state().damping() == 1) {
            back++;
        }
        assertEquals(0.5, outcomes.get(back).state().damping());
        double least = Double.POSITIVE_INFINITY;
        Sites best = Sites.NONE;
        for (int round = 1; round < back; round++) {
            double change = outcomes.get(round).state().watch().change();
            if (change < least) {
                least = change;
                best = outcomes.get(round - 1).state().sites();
            }
        }
        assertEquals(best, outcomes.get(back).state().sites());
    }

    @Test
    void run_thatIsStoredAfterEveryRound_equalsRunAtOnce_overAReturnToBetterSites() {
        List<Shard> shards = DIVERGENT.get(0).shards(1);
        for (Turns turns : List.of(Turns.SYNCHRONOUS, Turns.stale(2))) {
            PviState stored = initial(shards, Damping.AUTO);
            for (int round = 0; round < 15; round++) {
                PviState next = new LocalRunner(shards)
                        .run(
                                algorithm(turns, Damping.AUTO),
                                stored,
                                round,
                                round + 1,
                                Key.of(1),
                                (index, outcome) -> true);
                stored = PviStateCodec.INSTANCE.decode(
                        PviStateCodec.INSTANCE.encode(next), PviStateCodec.INSTANCE.version());
                assertEquals(next, stored);
            }
            assertEquals(run(shards, turns, Damping.AUTO, 15, new ArrayList<>()), stored);
            assertEquals(turns.staleness() == 0 ? 0.5 : 1, stored.damping());
        }
    }

    @Test
    void watch_takesNoConvergentRunForADivergentOne_andMissesNone() {
        int[] seen = new int[2];
        Forall.seeds(150, seed -> {
            List<Shard> shards = random(Key.of(seed));
            boolean diverges = unwatchedGrowth(shards) > 1;
            boolean stopped = false;
            try {
                run(shards, Turns.SYNCHRONOUS, Damping.of(1), 200, new ArrayList<>());
            } catch (DivergedException e) {
                stopped = true;
            }
            assertEquals(diverges, stopped);
            seen[diverges ? 1 : 0]++;
        });
        assertTrue(Long.getLong("seed") != null || (seen[0] > 20 && seen[1] > 5), Arrays.toString(seen));
    }

    /** How much larger the last change of 200 rounds is than the first, with a watch that always starts anew. */
    private static double unwatchedGrowth(List<Shard> shards) {
        Algorithm<PviState, Sites> algorithm = algorithm(Turns.SYNCHRONOUS, Damping.of(1));
        PviState state = initial(shards, Damping.of(1));
        double first = Double.NaN;
        double last = 0;
        for (int index = 0; index < 200; index++) {
            Round<PviState> round = new Round<>(index, state, Key.of(1));
            Sites offered = OrderedFold.of(
                    algorithm.merge(),
                    shards.stream()
                            .map(shard -> algorithm.step().run(round, shard))
                            .toList());
            PviState next = algorithm.merge().finish(round, offered).state();
            last = next.watch().change();
            first = index == 0 ? last : first;
            state = new PviState(next.prior(), next.recent(), 1, DivergenceWatch.from(next.sites()));
        }
        return last / first;
    }

    /** A few shards of inputs with a common part. */
    private static List<Shard> random(Key key) {
        int d = 1 + (int) (7 * key.uniform(0));
        int count = 2 + (int) (8 * key.uniform(1));
        double common = Math.pow(10, 2 * key.uniform(2) - 1);
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            Key of = key.fold(s);
            int rows = 1 + (int) (11 * of.uniform(0));
            double scale = Math.pow(10, 2 * of.uniform(1) - 1.5);
            float[] features = new float[rows * d];
            float[] targets = new float[rows];
            for (int r = 0; r < rows; r++) {
                for (int f = 0; f < d; f++) {
                    double x =
                            of.fold(1).gaussian(r * d + f) + common * of.fold(2).gaussian(r);
                    features[r * d + f] = (float) (scale * x);
                }
                targets[r] = (float) (scale * 3 * of.fold(3).gaussian(r));
            }
            shards.add(new Shard(s, count, 1000, new Batch(features, targets, d)));
        }
        return shards;
    }

    private static Algorithm<PviState, Sites> algorithm(Turns turns, Damping damping) {
        return Pvi.of(new PviSpec("data", turns, damping), new LinearOptimum(1, false));
    }

    /** Prior N(0, I). */
    private static PviState initial(List<Shard> shards, Damping damping) {
        double[] ones = new double[shards.get(0).examples().width()];
        Arrays.fill(ones, 1);
        return Pvi.initial(
                new PviSpec("data", Turns.SYNCHRONOUS, damping), new DiagonalGaussian(new double[ones.length], ones));
    }

    private static PviState run(
            List<Shard> shards, Turns turns, Damping damping, int rounds, List<Outcome<PviState>> outcomes) {
        return new LocalRunner(shards)
                .run(algorithm(turns, damping), initial(shards, damping), 0, rounds, Key.of(1), (round, outcome) -> {
                    outcomes.add(outcome);
                    return outcome.diagnostics().getOrDefault("converged", 0.0) < 1;
                });
    }

    private static Shard withoutRows(Shard shard) {
        Batch none = new Batch(new float[0], new float[0], shard.examples().width());
        return new Shard(shard.index(), shard.shards(), shard.totalRows(), none);
    }

    private static PviState reaches(List<Shard> shards, Turns turns, Damping damping, int rounds) {
        List<Outcome<PviState>> outcomes = new ArrayList<>();
        PviState state = run(shards, turns, damping, rounds, outcomes);
        int d = shards.get(0).examples().width();
        double[] precision = new double[d * d];
        double[] moment = new double[d];
        for (int i = 0; i < d; i++) {
            precision[i * d + i] = 1;
            for (Shard shard : shards) {
                Batch batch = shard.examples();
                for (int r = 0; r < batch.rows(); r++) {
                    double x = batch.features().dense()[r * d + i];
                    moment[i] += x * batch.targets()[r];
                    for (int j = 0; j < d; j++) {
                        precision[i * d + j] += x * batch.features().dense()[r * d + j];
                    }
                }
            }
        }
        double[] covariance = GaussJordan.of(precision, d).inverse();
        DiagonalGaussian posterior = (DiagonalGaussian) state.posterior();
        for (int i = 0; i < d; i++) {
            double mean = 0;
            for (int j = 0; j < d; j++) {
                mean += covariance[i * d + j] * moment[j];
            }
            String where = turns + " " + damping + " rounds=" + outcomes.size() + " D=" + d + " M=" + shards.size();
            assertEquals(mean, posterior.mean()[i], 1e-9 * (1 + Math.abs(mean)), where);
            assertEquals(1 / precision[i * d + i], posterior.variance()[i], 1e-9 / precision[i * d + i], where);
        }
        return state;
    }
}
