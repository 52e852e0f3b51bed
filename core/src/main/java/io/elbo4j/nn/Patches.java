package io.elbo4j.nn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a convolution over the network's input, as the columns of one matrix {@code [inputs × kernel × kernel, B ×
 * positions]}. The first convolution is then a matrix product: with its weights' gradient it takes a third of the time of
 * ND4J's own operation, which also computes a gradient of the input that nobody wants.
 *
 * @param layer the first layer
 * @param input {@code [channels, height, width]} of one row
 * @param output {@code [channels, height, width]} of one row
 */
record Patches(LayerSpec.Conv2d layer, List<Integer> input, List<Integer> output) {

    /** Above this many numbers for one row, the matrix would take more memory than it is worth. */
    private static final int LARGEST_ROW = 1 << 16;

    /**
     * The windows of a network whose first layer is a convolution that is best done this way: where a gradient is wanted and
     * the matrix is not too large. Else nothing.
     */
    static @Nullable Patches of(NetworkPlan plan, GraphMode mode) {
        NetworkPlan.Step first = plan.steps().get(0);
        if (mode != GraphMode.PREDICTION && first.layer() instanceof LayerSpec.Conv2d conv) {
            Patches patches = new Patches(conv, first.input(), first.output());
            return (long) patches.window() * patches.positions() <= LARGEST_ROW ? patches : null;
        }
        return null;
    }

    /** Numbers in one window. */
    int window() {
        return input.get(0) * layer.kernel() * layer.kernel();
    }

    /** Windows over one row. */
    int positions() {
        return output.get(1) * output.get(2);
    }

    /**
     * Writes the matrix.
     *
     * @param images {@code [B, channels, height, width]}; the first one begins at {@code from}
     * @param into {@code [window, B, output height, output width]}, or longer
     */
    void write(float[] images, int from, int rows, float[] into) {
        int imageSize = NetworkPlan.size(input);
        int channelSize = input.get(1) * input.get(2);
        int kernel = layer.kernel();
        int at = 0;
        for (int channel = 0; channel < input.get(0); channel++) {
            for (int y = 0; y < kernel; y++) {
                for (int x = 0; x < kernel; x++) {
                    for (int row = 0; row < rows; row++) {
                        writeShifted(images, from + row * imageSize + channel * channelSize, y, x, into, at);
                        at += positions();
                    }
                }
            }
        }
    }

    /** The value under place (y, x) of the window, at every position over one channel. */
    private void writeShifted(float[] images, int channel, int y, int x, float[] into, int at) {
        int height = input.get(1);
        int width = input.get(2);
        int stride = layer.stride();
        int columns = output.get(2);
        int top = y - before(height, output.get(1));
        int left = x - before(width, columns);
        // Columns whose place lies inside the image: left + column × stride in [0, width).
        int first = Math.min(columns, left < 0 ? (-left + stride - 1) / stride : 0);
        int end = Math.max(first, Math.min(columns, (width - left + stride - 1) / stride));
        for (int line = 0; line < output.get(1); line++) {
            int sourceY = top + line * stride;
            int to = at + line * columns;
            if (sourceY < 0 || sourceY >= height) {
                Arrays.fill(into, to, to + columns, 0);
                continue;
            }
            int source = channel + sourceY * width + left;
            Arrays.fill(into, to, to + first, 0);
            if (stride == 1) {
                System.arraycopy(images, source + first, into, to + first, end - first);
            } else {
                for (int column = first; column < end; column++) {
                    into[to + column] = images[source + column * stride];
                }
            }
            Arrays.fill(into, to + end, to + columns, 0);
        }
    }

    /** Zeros before the first line or column; an odd one goes to the end. */
    private int before(int size, int places) {
        return layer.same() ? Math.max(0, (places - 1) * layer.stride() + layer.kernel() - size) / 2 : 0;
    }
}
