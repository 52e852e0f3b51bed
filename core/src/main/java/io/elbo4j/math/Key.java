package io.elbo4j.math;

import io.elbo4j.kernel.Elementwise;
import java.io.Serializable;

/**
 * The only source of randomness: a value from which keys and numbers are derived, never advanced.
 *
 * <p>{@code key.fold(round).fold(shard).fold(sample)} names a stream; {@code key.gaussian(i)} is its i-th number. The same
 * key and counter give the same number on any machine, in any order. Mixing is SplitMix64's finaliser (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with Stafford's variant 13 of the constants).
 *
 * @param state 64 mixed bits
 */
public record Key(long state) implements Serializable {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FOLD = 0xD1342543DE82EF95L;

    /** The root key of a run. */
    public static Key of(long seed) {
        return new Key(mix(seed + GOLDEN));
    }

    /** The child key with this number; children of different numbers are independent of each other and of this key. */
    public Key fold(long number) {
        return new Key(mix(mix(state ^ FOLD) + number * GOLDEN));
    }

    /** 64 uniform bits at this counter. */
    public long bits(long counter) {
        return mix(state + (counter + 1) * GOLDEN);
    }

    /** A uniform number in [0, 1) with 53 bits. */
    public double uniform(long counter) {
        return (bits(counter) >>> 11) * 0x1.0p-53;
    }

    /** A standard normal number. */
    public double gaussian(long counter) {
        return Ziggurat.gaussian(this, counter);
    }

    /** Fills the array with standard normal numbers, many at a time; number i depends on this key and i alone. */
    public void gaussians(float[] into) {
        Elementwise.fastest().gaussians(state, into);
    }

    /** Fills the array with −1 and +1 at counters 0, 1, 2 ... */
    public void signs(float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (bits(i >>> 6) >>> (i & 63) & 1L) == 0L ? -1f : 1f;
        }
    }

    /** A uniformly random order of 0 .. size − 1 (Fisher and Yates). */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = (int) Math.multiplyHigh(bits(i) >>> 1, (i + 1L) << 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
