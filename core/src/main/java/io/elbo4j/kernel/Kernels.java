package io.elbo4j.kernel;

/**
 * The products of a sparse layer and the choices of a pooling one. Arrays of activations are feature-major with {@code lanes} numbers a feature, a
 * multiple of {@value #LANES}. All implementations give the same bits on any processor: each sum is taken in the order that
 * its method states, with fused multiplications.
 */
public interface Kernels {

    /** Batches are rounded up to a multiple of this. */
    int LANES = 16;

    /** The fastest kernels of this machine. */
    static Kernels fastest() {
        return Choice.KERNELS;
    }

    /** The batch rounded up. */
    static int lanes(int rows) {
        return (rows + LANES - 1) / LANES * LANES;
    }

    /**
     * Outputs: {@code y[r, p] = bias[r] + Σₖ w[k] · x[input[k] + shift[p]]}, in the order of k.
     *
     * @param w {@code [connections]}
     * @param bias {@code [rows]}
     * @param x {@code [inputs, lanes]}
     * @param y {@code [rows, positions, lanes]}, overwritten
     */
    void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes);

    /**
     * Gradient of the weights: {@code dw[k] = Σ over p and the batch of dy[r, p] · x[input[k] + shift[p]]}. Sixteen sums run
     * over positions and then blocks of the batch, one for each place in a block, and are halved until one is left.
     *
     * @param dy {@code [rows, positions, lanes]}; 0 in the lanes behind the batch
     * @param dw {@code [connections]}, overwritten
     */
    void weightGradient(Connections layer, float[] x, float[] dy, float[] dw, int lanes);

    /**
     * Gradient of the biases: {@code db[r] = Σ over p and the batch of dy[r, p]}, in the same order.
     *
     * @param db {@code [rows]}, overwritten
     */
    void biasGradient(Connections layer, float[] dy, float[] db, int lanes);

    /**
     * Gradient of the inputs: {@code dx[input[k] + shift[p]] += w[k] · dy[r, p]}, in the order of p, r and k.
     *
     * @param dx {@code [inputs, lanes]}, added to
     */
    void inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes);

    /**
     * Largest inputs: {@code y[r, p] = maxₖ x[input[k] + shift[p]]}.
     *
     * @param x {@code [inputs, lanes]}
     * @param y {@code [rows, positions, lanes]}, overwritten; −∞ for a row without connections
     */
    void maximum(Connections layer, float[] x, float[] y, int lanes);

    /**
     * Gradient of the largest inputs: {@code dy[r, p]} is added to that of the first input, in the order of k, that is the
     * largest.
     *
     * @param y as {@link #maximum} left it
     * @param dx {@code [inputs, lanes]}, added to
     */
    void maximumGradient(Connections layer, float[] x, float[] y, float[] dy, float[] dx, int lanes);

    /** Before memory is touched without further checks: every array is as long as the layer needs. */
    static void requireSizes(Connections layer, int weights, int inputs, int outputs, int lanes) {
        long needed = (long) layer.rows() * layer.positions() * lanes;
        if (lanes % LANES != 0
                || weights < layer.count()
                || inputs < (long) layer.inputs() * lanes
                || outputs < needed) {
            throw new IllegalArgumentException("kernels: arrays too short: lanes=" + lanes + " weights=" + weights
                    + " inputs=" + inputs + " outputs=" + outputs + "; the layer has " + layer.count() + " weights, "
                    + layer.inputs() + " inputs and " + needed + " outputs");
        }
    }
}
