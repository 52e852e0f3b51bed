package io.elbo4j.math;

import java.util.Arrays;

/**
 * The k entries with the largest scores out of a stream, in O(k) memory. Between equal scores the lower index wins, so that
 * the answer does not depend on the order of the stream.
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
     * @param score not negative
     * @param index not negative
     */
    public void offer(float score, int index) {
        // Bits of non-negative floats are ordered as the floats; a lower index makes a larger key.
        long key = ((long) Float.floatToIntBits(score) << 32) | (Integer.MAX_VALUE - index);
        if (size < heap.length) {
            heap[size] = key;
            siftUp(size++);
        } else if (size > 0 && key > heap[0]) {
            heap[0] = key;
            siftDown();
        }
    }

    /** The indices kept, ascending. */
    public int[] indices() {
        int[] indices = new int[size];
        for (int i = 0; i < size; i++) {
            indices[i] = Integer.MAX_VALUE - (int) heap[i];
        }
        Arrays.sort(indices);
        return indices;
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
