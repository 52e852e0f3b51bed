package io.elbo4j.kernel;

/**
 * Which inputs each output of a layer reads: compressed rows, shared by all positions of a window. A dense layer has one
 * position; a convolution reads the same pattern, shifted, at each of its output positions.
 *
 * @param rows how many output channels
 * @param from {@code [rows + 1]}: the connections of row r are numbers from[r] until from[r + 1]
 * @param input {@code [connections]}: index of the input at position 0
 * @param shift {@code [positions]}: what to add to it at each position
 * @param inputs how many inputs there are
 */
public record Connections(int rows, int[] from, int[] input, int[] shift, int inputs) {

    public Connections {
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
