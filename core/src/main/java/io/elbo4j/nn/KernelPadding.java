package io.elbo4j.nn;

import io.elbo4j.kernel.Kernels;

/**
 * How a window slides over an image with a border of zeros around it. A dense layer is a window that never moves.
 *
 * @param channels of the input
 * @param height of the input
 * @param width of the input
 * @param kernel side of the window
 * @param before rows of zeros above and columns left of the image
 * @param side height and width that the border adds in all
 * @param shift offsets of the window's positions in the padded input
 * @param lanes numbers a feature
 */
record KernelPadding(int channels, int height, int width, int kernel, int before, int[] side, int[] shift, int lanes) {

    static KernelPadding of(NetworkPlan.Step step, int lanes) {
        if (!(step.layer() instanceof LayerSpec.Conv2d conv)) {
            return new KernelPadding(step.inputSize(), 1, 1, 1, 0, new int[2], new int[1], lanes);
        }
        int height = step.input().get(1);
        int width = step.input().get(2);
        int rows = step.output().get(1);
        int columns = step.output().get(2);
        int addedRows = conv.same() ? Math.max(0, (rows - 1) * conv.stride() + conv.kernel() - height) : 0;
        int addedColumns = conv.same() ? Math.max(0, (columns - 1) * conv.stride() + conv.kernel() - width) : 0;
        int[] shift = new int[rows * columns];
        for (int p = 0; p < shift.length; p++) {
            int y = p / columns * conv.stride();
            shift[p] = y * (width + addedColumns) + p % columns * conv.stride();
        }
        return new KernelPadding(
                step.input().get(0),
                height,
                width,
                conv.kernel(),
                addedRows / 2,
                new int[] {addedRows, addedColumns},
                shift,
                lanes);
    }

    int paddedInputs() {
        return channels * (height + side[0]) * (width + side[1]);
    }

    /** The padded input that element {@code index} of a row of weights {@code [channels, kernel, kernel]} reads at first. */
    int input(int index) {
        int channel = index / (kernel * kernel);
        int within = index % (kernel * kernel);
        return (channel * (height + side[0]) + within / kernel) * (width + side[1]) + within % kernel;
    }

    float[] padded(float[] x) {
        if (side[0] == 0 && side[1] == 0) {
            return x;
        }
        float[] padded = Kernels.activations(paddedInputs(), lanes);
        copyRows(x, padded, true);
        return padded;
    }

    float[] unpadded(float[] dx) {
        if (side[0] == 0 && side[1] == 0) {
            return dx;
        }
        float[] inner = Kernels.activations(channels * height * width, lanes);
        copyRows(dx, inner, false);
        return inner;
    }

    private void copyRows(float[] from, float[] to, boolean outwards) {
        int left = side[1] / 2;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int inner = (c * height + y) * width * lanes;
                int outer = ((c * (height + side[0]) + y + before) * (width + side[1]) + left) * lanes;
                System.arraycopy(
                        from,
                        Kernels.start(from) + (outwards ? inner : outer),
                        to,
                        Kernels.start(to) + (outwards ? outer : inner),
                        width * lanes);
            }
        }
    }
}
