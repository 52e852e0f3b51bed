package io.elbo4j.kernel;

import java.util.Arrays;

/**
 * Which inputs each output of a layer reads: compressed rows, shared by all positions of a window. A dense layer has one
 * position; a convolution reads the same pattern, shifted, at each of its output positions. The arrays are shared, not copied.
 */
public final class Connections {

    private final int rows;
    private final int[] from;
    private final int[] input;
    private final int[] shift;
    private final int inputs;
    private final boolean full;

    /**
     * Of a layer.
     *
     * @param rows how many output channels
     * @param from {@code [rows + 1]}: the connections of row r are numbers from[r] until from[r + 1]
     * @param input {@code [connections]}: index of the input at position 0
     * @param shift {@code [positions]}: what to add to it at each position
     * @param inputs how many inputs there are
     */
    public Connections(int rows, int[] from, int[] input, int[] shift, int inputs) {
        boolean fits = from.length == rows + 1 && shift.length > 0 && from[0] == 0 && from[rows] == input.length;
        for (int r = 0; fits && r < rows; r++) {
            fits = from[r] <= from[r + 1];
        }
        int most = 0;
        for (int each : shift) {
            most = Math.max(most, each);
            fits &= each >= 0;
        }
        for (int each : input) {
            fits &= each >= 0 && each < inputs - most;
        }
        if (!fits) {
            throw new IllegalArgumentException("connections: out of range: rows=" + rows + " connections="
                    + input.length + " positions=" + shift.length + " inputs=" + inputs
                    + "; every connection at every position must reach an input");
        }
        this.rows = rows;
        this.from = from;
        this.input = input;
        this.shift = shift;
        this.inputs = inputs;
        this.full = full(rows, from, input);
    }

    private static boolean full(int rows, int[] from, int[] input) {
        int width = rows == 0 ? 0 : from[1];
        boolean alike = width > 0 && input.length == (long) width * rows;
        for (int k = 1; alike && k < width; k++) {
            // An input that is read twice would change the order of its gradient's sum.
            alike = input[k] > input[k - 1];
        }
        for (int r = 1; alike && r < rows; r++) {
            int first = r * width;
            alike = from[r] == first && Arrays.equals(input, 0, width, input, first, first + width);
        }
        return alike;
    }

    /** How many output channels. */
    public int rows() {
        return rows;
    }

    /** {@code [rows + 1]}: the connections of row r are numbers from[r] until from[r + 1]. */
    public int[] from() {
        return from;
    }

    /** {@code [connections]}: index of the input at position 0. */
    public int[] input() {
        return input;
    }

    /** {@code [positions]}: what to add to it at each position. */
    public int[] shift() {
        return shift;
    }

    /** How many inputs there are. */
    public int inputs() {
        return inputs;
    }

    /** Whether all rows read the same inputs, each once and in ascending order. */
    public boolean full() {
        return full;
    }

    /** How many positions. */
    public int positions() {
        return shift.length;
    }

    /** How many weights. */
    public int count() {
        return input.length;
    }

    /**
     * The same connections read from the other side, for one position.
     *
     * @param order {@code [connections]}, filled with the number here of each connection there
     */
    public Connections transposed(int[] order) {
        int[] start = new int[inputs + 1];
        for (int each : input) {
            start[each + 1]++;
        }
        for (int i = 0; i < inputs; i++) {
            start[i + 1] += start[i];
        }
        int[] next = start.clone();
        int[] output = new int[input.length];
        for (int r = 0; r < rows; r++) {
            for (int k = from[r]; k < from[r + 1]; k++) {
                int at = next[input[k]]++;
                output[at] = r;
                order[at] = k;
            }
        }
        return new Connections(inputs, start, output, new int[] {0}, rows);
    }
}
