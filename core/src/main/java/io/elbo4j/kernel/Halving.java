package io.elbo4j.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The sixteen sums of each connection become one, those of eight connections together. */
final class Halving {

    private static final int LANES = Kernels.LANES;

    /** Eight numbers; on processors with shorter vectors it is done number by number. */
    private static final VectorSpecies<Float> E = FloatVector.SPECIES_256;

    private static final VectorMask<Float> FOURS = VectorMask.fromLong(E, 0b11110000);
    private static final VectorMask<Float> TWOS = VectorMask.fromLong(E, 0b11001100);
    private static final VectorMask<Float> ONES = VectorMask.fromLong(E, 0b10101010);
    private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.fromOp(E, i -> i ^ 4);
    private static final VectorShuffle<Float> BY_TWO = VectorShuffle.fromOp(E, i -> i ^ 2);
    private static final VectorShuffle<Float> BY_ONE = VectorShuffle.fromOp(E, i -> i ^ 1);

    private Halving() {}

    /**
     * As {@link PlainKernels#halved} does for each connection.
     *
     * @param sums {@code [count + 7, 16]} or longer; overwritten, whatever is behind the last connection too
     * @param into the sums go to {@code at} and behind
     */
    static void halved(float[] sums, int count, float[] into, int at) {
        if (VectorKernels.S.length() < 8) {
            for (int k = 0; k < count; k++) {
                into[at + k] = PlainKernels.halved(Arrays.copyOfRange(sums, k * LANES, (k + 1) * LANES), LANES);
            }
            return;
        }
        toFront(sums, count);
        System.arraycopy(sums, 0, into, at, count);
    }

    /** The sum of each connection's sixteen, moved to the front. Eight connections meet by the bits of their numbers. */
    private static void toFront(float[] sums, int count) {
        for (int k = 0; k < count; k += 8) {
            int from = k * LANES;
            FloatVector p = halved(eight(sums, from, 0), eight(sums, from, 4), FOURS, BY_FOUR);
            FloatVector q = halved(eight(sums, from, 2), eight(sums, from, 6), FOURS, BY_FOUR);
            FloatVector r = halved(eight(sums, from, 1), eight(sums, from, 5), FOURS, BY_FOUR);
            FloatVector s = halved(eight(sums, from, 3), eight(sums, from, 7), FOURS, BY_FOUR);
            FloatVector even = halved(p, q, TWOS, BY_TWO);
            FloatVector odd = halved(r, s, TWOS, BY_TWO);
            halved(even, odd, ONES, BY_ONE).intoArray(sums, k);
        }
    }

    private static FloatVector eight(float[] sums, int from, int connection) {
        int at = from + connection * LANES;
        return FloatVector.fromArray(E, sums, at).add(FloatVector.fromArray(E, sums, at + 8));
    }

    /** Adds the halves of each group of both vectors; the left one's sums come first in each group. */
    private static FloatVector halved(
            FloatVector left, FloatVector right, VectorMask<Float> upper, VectorShuffle<Float> swapped) {
        return left.blend(right, upper).add(right.blend(left, upper).rearrange(swapped));
    }
}
