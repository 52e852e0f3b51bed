package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Laws of a {@link Merge}.
 *
 * @param <S> the state
 * @param <U> a contribution
 */
public abstract class MergeContract<S, U> {

    /** The merge under test. */
    protected abstract Merge<S, U> merge();

    /** A round to finish. */
    protected abstract Round<S> round();

    /** Contributions of a random partition of some data, empty shards among them. */
    protected abstract List<U> parts(long seed);

    /** The contribution of the same data in one shard. */
    protected abstract U pooled(long seed);

    /** A contribution from a problem of another dimension. */
    protected abstract U ofAnotherShape();

    /** All numbers of a contribution. */
    protected abstract double[] numbers(U contribution);

    /** All numbers of a state. */
    protected abstract double[] stateNumbers(S state);

    /** How far the states of merged and pooled data may lie apart, in relation to 1 + size. */
    protected abstract double stateTolerance();

    @Test
    void combine_isAssociative() {
        Forall.seeds(10, seed -> {
            List<U> p = parts(seed);
            for (int i = 0; i + 2 < p.size(); i++) {
                U left = merge().combine(merge().combine(p.get(i), p.get(i + 1)), p.get(i + 2));
                U right = merge().combine(p.get(i), merge().combine(p.get(i + 1), p.get(i + 2)));
                close(numbers(left), numbers(right), 1e-12);
            }
        });
    }

    @Test
    void combine_isCommutative() {
        Forall.seeds(10, seed -> {
            List<U> p = parts(seed);
            for (int i = 0; i + 1 < p.size(); i++) {
                close(
                        numbers(merge().combine(p.get(i), p.get(i + 1))),
                        numbers(merge().combine(p.get(i + 1), p.get(i))),
                        0);
            }
        });
    }

    @Test
    void identity_changesNothing() {
        U some = pooled(1);
        assertArrayEquals(numbers(some), numbers(merge().combine(some, merge().identity())));
        assertArrayEquals(numbers(some), numbers(merge().combine(merge().identity(), some)));
        U none = merge().combine(merge().identity(), merge().identity());
        assertArrayEquals(numbers(merge().identity()), numbers(none));
    }

    @Test
    void combine_changesNeitherArgument() {
        U left = pooled(1);
        U right = pooled(2);
        double[] leftBefore = numbers(left).clone();
        double[] rightBefore = numbers(right).clone();
        double[] sum = numbers(merge().combine(left, right)).clone();
        assertArrayEquals(leftBefore, numbers(left));
        assertArrayEquals(rightBefore, numbers(right));
        assertArrayEquals(sum, numbers(merge().combine(left, right)));
    }

    @Test
    void combine_ofOtherShape_isAClearError() {
        RuntimeException error =
                assertThrows(RuntimeException.class, () -> merge().combine(pooled(1), ofAnotherShape()));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.matches("[^:]+: [^:]+: \\S+=.*;.*"), message);
    }

    @Test
    void merged_equalsPooled_forAnyPartitionAndOrder() {
        Forall.seeds(10, seed -> {
            List<U> parts = parts(seed);
            List<U> shuffled = new ArrayList<>();
            for (int part : Key.of(seed).permutation(parts.size())) {
                shuffled.add(parts.get(part));
            }
            double[] pooled = stateNumbers(merge().finish(round(), pooled(seed)).state());
            close(pooled, stateNumbers(merge().finish(round(), folded(parts)).state()), stateTolerance());
            close(pooled, stateNumbers(merge().finish(round(), folded(shuffled)).state()), stateTolerance());
        });
    }

    @Test
    void finish_isAFunctionOfItsArguments() {
        Round<S> round = round();
        double[] before = stateNumbers(round.state()).clone();
        U combined = pooled(3);
        assertEquals(merge().finish(round, combined), merge().finish(round, combined));
        assertArrayEquals(before, stateNumbers(round.state()));
    }

    @Test
    void finish_withoutData_isTheIdentity() {
        Round<S> round = round();
        assertEquals(round.state(), merge().finish(round, merge().identity()).state());
    }

    private U folded(List<U> parts) {
        return OrderedFold.of(merge(), parts);
    }

    /** Asserts closeness in relation to 1 + size. */
    static void close(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            if (Double.compare(expected[i], actual[i]) != 0) {
                assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
            }
        }
    }
}
