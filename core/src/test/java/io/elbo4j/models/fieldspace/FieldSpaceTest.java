package io.elbo4j.models.fieldspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Round;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Categorical;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.Networks;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldSpaceTest extends AlgorithmContract<FieldState, Sums> {

    private static final int ROWS = 48;
    private static final int INPUTS = 6;
    private static final KernelNetwork NETWORK = (KernelNetwork)
            Networks.of("kernel", List.of("dense 8", "relu"), false, "", List.of(INPUTS), new Categorical(2));
    private static final BinaryField UNDECIDED = BinaryField.undecided(NETWORK.layout(), 1);
    private static final FieldTarget TARGET = new FieldTarget(new FieldPenalty.Prior(UNDECIDED), ROWS, 1);

    private static FieldUpdate adam(Divergence divergence) {
        return new FieldUpdate(
                new Adam(0.9, 0.99, 1e-8), new Schedule(0.05, 0, 200), new InverseTemperature(1, 2, 200), divergence);
    }

    private static FieldSpace space(FieldUpdate update) {
        return new FieldSpace(NETWORK, update, TARGET, 8, 1);
    }

    @Override
    protected Algorithm<FieldState, Sums> algorithm() {
        return space(adam(Divergence.LAST_ITERATE)).average(3);
    }

    @Override
    protected FieldState initial() {
        return adam(Divergence.LAST_ITERATE).initial(FieldSpace.random(UNDECIDED, 1, Key.of(4)));
    }

    @Override
    protected List<Shard> shards() {
        return List.of(Shard.split(data(), 3));
    }

    private static Batch data() {
        float[] features = new float[ROWS * INPUTS];
        float[] targets = new float[ROWS];
        Key.of(8).gaussians(features);
        for (int row = 0; row < ROWS; row++) {
            targets[row] = features[row * INPUTS] + features[row * INPUTS + 1] > 0 ? 1 : 0;
        }
        return new Batch(features, targets, INPUTS);
    }

    private static FieldState run(Algorithm<FieldState, Sums> algorithm, FieldState start, int rounds, int shards) {
        return new LocalRunner(List.of(Shard.split(data(), shards)))
                .run(algorithm, start, 0, rounds, Key.of(1), (round, outcome) -> true);
    }

    @Test
    void training_raisesTheBound() {
        FieldUpdate update = adam(Divergence.PREVIOUS_TASK);
        double[] nll = new double[2];
        new LocalRunner(List.of(Shard.split(data(), 2)))
                .run(
                        space(update).gradientSum(),
                        update.initial(FieldSpace.random(UNDECIDED, 0.5, Key.of(4))),
                        0,
                        200,
                        Key.of(1),
                        (round, outcome) -> {
                            double now = outcome.diagnostics().getOrDefault("nll", Double.NaN);
                            nll[round < 100 ? 0 : 1] += now / 100;
                            return true;
                        });
        assertTrue(nll[1] < nll[0] && nll[1] < Math.log(2), "nll " + Arrays.toString(nll));
    }

    /** With no rows to speak of, the belief goes to its prior, whatever its fields are called. */
    @Test
    void prior_isWhereTheBoundIsBest_withoutData() {
        BinaryField prior = FieldSpace.random(UNDECIDED, 1, Key.of(6)).retold(0.5);
        FieldTarget strong = new FieldTarget(new FieldPenalty.Prior(prior), ROWS, 1e6);
        FieldUpdate update = new FieldUpdate(
                new Adam(0.9, 0.99, 1e-8),
                new Schedule(0.05, 0, 400),
                new InverseTemperature(1, 1, 400),
                Divergence.PREVIOUS_TASK);
        FieldState start = update.initial(FieldSpace.random(UNDECIDED, 1, Key.of(5)));
        double before = start.belief().klNats(prior);
        FieldState end = run(new FieldSpace(NETWORK, update, strong, 8, 1).gradientSum(), start, 400, 1);
        assertTrue(before > 1, "before=" + before);
        assertEquals(0, end.belief().klNats(prior), 0.01);
    }

    @Test
    void pull_hasTheScaleOfItsDivergence() {
        BinaryField start = FieldSpace.random(UNDECIDED, 1, Key.of(3));
        Sums nothing = Sums.of(8, -1, new double[UNDECIDED.dimension()]);
        double rate = 0.1;
        for (Divergence divergence : Divergence.values()) {
            FieldUpdate plain = new FieldUpdate(
                    new Sgd(0), new Schedule(rate, 0, 1_000_000), new InverseTemperature(1, 1, 100), divergence);
            FieldState first = plain.initial(start);
            boolean drag = divergence == Divergence.LAST_ITERATE;
            if (drag) {
                // As if the last step had come from undecided weights.
                first = new FieldState(start, List.of(first.slots().get(0), UNDECIDED.field()), 1);
            }
            float[] moved = plain.next(first, nothing, TARGET).belief().field();
            for (int k = 0; k < moved.length; k++) {
                double theta = start.field()[k];
                double slope = theta * BinaryField.variance(theta) / (drag ? 8 : ROWS);
                assertEquals(-rate * slope, moved[k] - theta, 1e-6);
            }
        }
    }

    @Test
    void gradientSum_isTheStepOfThePooledMinibatch_whateverTheShards() {
        FieldUpdate update = adam(Divergence.PREVIOUS_TASK);
        FieldGradientSum round = new FieldGradientSum(new FieldGradient(NETWORK, 1), update, TARGET, 8);
        FieldState start = initial(update);
        Sums one = Sums.of(8, -4, ramp(1));
        Sums other = Sums.of(24, -9, ramp(-3));
        Round<FieldState> at = new Round<>(0, start, Key.of(1));
        FieldState merged = round.finish(at, round.combine(one, round.combine(round.identity(), other)))
                .state();
        double[] sum = ramp(1);
        for (int k = 0; k < sum.length; k++) {
            sum[k] += ramp(-3)[k];
        }
        assertEquals(update.next(start, Sums.of(32, -13, sum), TARGET), merged);
        assertThrows(IllegalArgumentException.class, () -> round.combine(one, Sums.of(1, 0, new double[3])));
    }

    private static FieldState initial(FieldUpdate update) {
        return update.initial(FieldSpace.random(UNDECIDED, 1, Key.of(4)));
    }

    private static double[] ramp(double slope) {
        double[] ramp = new double[UNDECIDED.dimension()];
        Arrays.setAll(ramp, k -> slope * k);
        return ramp;
    }

    /** Fields are natural parameters: their mean has the least sum of divergences to the shards' beliefs. */
    @Test
    void average_isTheBeliefNearestToTheShards() {
        FieldUpdate update = adam(Divergence.PREVIOUS_TASK);
        FieldAverage round = new FieldAverage(new FieldGradient(NETWORK, 1), update, TARGET, 8, 3);
        FieldState start = initial(update);
        Sums left = round.run(new Round<>(0, start, Key.of(1)), Shard.split(data(), 2)[0]);
        Sums right = round.run(new Round<>(0, start, Key.of(1)), Shard.split(data(), 2)[1]);
        FieldState merged = round.finish(new Round<>(0, start, Key.of(1)), round.combine(left, right))
                .state();
        assertEquals(3, merged.step());
        BinaryField q = merged.belief();
        BinaryField[] parts = {belief(left, q), belief(right, q)};
        double[] slope = q.klGradient(parts[0]);
        for (int k = 0; k < slope.length; k++) {
            assertEquals(0, slope[k] + q.klGradient(parts[1])[k], 1e-6);
        }
    }

    private static BinaryField belief(Sums sums, BinaryField like) {
        float[] field = new float[like.dimension()];
        for (int k = 0; k < field.length; k++) {
            field[k] = (float) (sums.arrays().get(0)[k] / sums.rows());
        }
        return like.with(field);
    }

    @Test
    void state_isStoredWhole() {
        FieldState state = run(algorithm(), initial(), 2, 3);
        FieldStateCodec codec = FieldStateCodec.INSTANCE;
        assertEquals(state, codec.decode(codec.encode(state), codec.version()));
        assertEquals(3, state.slots().size());
        // Six of two hundred steps from 1 to 2.
        assertEquals(1 + 6.0 / 200, state.belief().inverseTemperature(), 1e-12);
        assertArrayEquals(UNDECIDED.end(), state.belief().end());
    }

    @Test
    void state_afterSixRounds_hasTheBitsItHad() {
        FieldState state = run(algorithm(), initial(), 6, 3);
        assertEquals(GOLDEN, Arrays.hashCode(state.belief().field()));
    }

    private static final int GOLDEN = 1631683972;

    @Test
    void numbersThatAreNone_endTheRun() {
        FieldUpdate update = adam(Divergence.PREVIOUS_TASK);
        FieldGradientSum round = new FieldGradientSum(new FieldGradient(NETWORK, 1), update, TARGET, 8);
        Round<FieldState> at = new Round<>(4, initial(update), Key.of(1));
        double[] broken = ramp(1);
        broken[3] = Double.NaN;
        assertThrows(DivergedException.class, () -> round.finish(at, Sums.of(8, -1, broken)));
        assertThrows(DivergedException.class, () -> round.finish(at, Sums.of(8, Double.NaN, ramp(1))));
    }
}
