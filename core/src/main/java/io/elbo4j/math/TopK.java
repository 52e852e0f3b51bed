package io.elbo4j.math;

import java.util.Arrays;

/**
 * The k entries of largest magnitude out of a stream, in O(k) memory. Between equal magnitudes the lower index wins, so that the
 * answer does not depend on the order of the stream.
 */
public final class TopK {

    private final long[] heap;
    private int size;

    /** For the k largest. */
    public TopK(int k) {
        heap = new long[k];
    }

    /**
     * Offers an entry.
     *
     * @param index not negative
     */
    public void offer(float value, int index) {
        // Bits of non-negative floats are ordered as the floats; a lower index makes a larger key. The last bit is the
        // sign.
        int bits = Float.floatToIntBits(value);
        long place = (long) (Integer.MAX_VALUE - index) << 1 | bits >>> 31;
        long key = (long) (bits & Integer.MAX_VALUE) << 32 | place;
        if (size < heap.length) {
            heap[size] = key;
            siftUp(size++);
        } else if (size > 0 && key > heap[0]) {
            heap[0] = key;
            siftDown();
        }
    }

    /** How many are kept: k, or fewer when fewer were offered. */
    public int size() {
        return size;
    }

    /** The indices kept, ascending. */
    public int[] indices() {
        int[] indices = new int[size];
        for (int i = 0; i < size; i++) {
            indices[i] = index(heap[i]);
        }
        Arrays.sort(indices);
        return indices;
    }

    /** The values kept, in the order of their indices. */
    public float[] values() {
        int[] indices = indices();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            int bits = (int) (heap[i] >>> 32) | (int) (heap[i] & 1) << 31;
            values[Arrays.binarySearch(indices, index(heap[i]))] = Float.intBitsToFloat(bits);
        }
        return values;
    }

    private static int index(long key) {
        return Integer.MAX_VALUE - (int) ((key & 0xFFFFFFFFL) >>> 1);
    }

    private void siftUp(int from) {
        int at = from;
        while (at > 0 && heap[at] < heap[(at - 1) / 2]) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown() {
        int at = 0;
        while (true) {
            int smallest = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                if (heap[child] < heap[smallest]) {
                    smallest = child;
                }
            }
            if (smallest == at) {
                return;
            }
            swap(at, smallest);
            at = smallest;
        }
    }

    private void swap(int i, int j) {
        long kept = heap[i];
        heap[i] = heap[j];
        heap[j] = kept;
    }
}
