package io.elbo4j.math;

import java.util.Arrays;

/** Ascending arrays of indices as sets. */
public final class Supports {

    private Supports() {}

    /** What is in either. */
    public static int[] union(int[] left, int[] right) {
        int[] union = new int[left.length + right.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < left.length || j < right.length) {
            boolean fromLeft = j == right.length || (i < left.length && left[i] <= right[j]);
            int next = fromLeft ? left[i] : right[j];
            i += i < left.length && left[i] == next ? 1 : 0;
            j += j < right.length && right[j] == next ? 1 : 0;
            union[count++] = next;
        }
        return Arrays.copyOf(union, count);
    }

    /** How many indices are in both. */
    public static int shared(int[] left, int[] right) {
        int shared = 0;
        for (int i = 0, j = 0; i < left.length && j < right.length; ) {
            shared += left[i] == right[j] ? 1 : 0;
            int low = Math.min(left[i], right[j]);
            i += left[i] == low ? 1 : 0;
            j += right[j] == low ? 1 : 0;
        }
        return shared;
    }

    /** The first place whose index does not follow the one before or is not below the dimension; −1 when there is none. */
    public static int disorder(int[] support, int dimension) {
        // First without a branch: this runs in every step, on what may be a million of indices.
        boolean ascending = support.length == 0 || (support[0] >= 0 && support[support.length - 1] < dimension);
        for (int k = 1; k < support.length; k++) {
            ascending &= support[k - 1] < support[k];
        }
        int at = ascending ? -1 : 0;
        while (!ascending && support[at] > previous(support, at) && support[at] < dimension) {
            at++;
        }
        return at;
    }

    /** The index before a place; −1 before the first. */
    public static int previous(int[] support, int place) {
        return place == 0 ? -1 : support[place - 1];
    }

    /** The first place in the support whose index is not below {@code index}. */
    public static int position(int[] support, int index) {
        int found = Arrays.binarySearch(support, index);
        return found < 0 ? -found - 1 : found;
    }
}
