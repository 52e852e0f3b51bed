package io.elbo4j.kernel;

/**
 * The products of a sparse layer and the choices of a pooling one. Arrays of activations are feature-major with {@code lanes} numbers a feature, a
 * multiple of {@value #LANES}, from {@link #start} on; those of the same features, as x and dx or y and dy, begin alike. All implementations
 * give the same bits on any processor: each sum is taken in the order that its method states, with fused multiplications.
 */
public interface Kernels {

    /** Batches are rounded up to a multiple of this. */
    int LANES = 16;

    /**
     * Numbers before the first feature of {@link #activations}. Behind the sixteen bytes of an array's header they fill a cache line, so
     * that no vector lies across two, where the virtual machine lays objects at multiples of 64 bytes
     * ({@code -XX:ObjectAlignmentInBytes=64}); elsewhere they do no harm.
     */
    int LEAD = 12;

    /** The fastest kernels of this machine. */
    static Kernels fastest() {
        return Choice.KERNELS;
    }

    /** The batch rounded up. */
    static int lanes(int rows) {
        return (rows + LANES - 1) / LANES * LANES;
    }

    /** An array of zeros for activations {@code [features, lanes]}. */
    static float[] activations(int features, int lanes) {
        return new float[Math.addExact(Math.multiplyExact(features, lanes), LEAD)];
    }

    /** Where the first feature of an array begins: what {@value #LANES} leaves of its length. */
    static int start(float[] activations) {
        return activations.length % LANES;
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
                || inputs - inputs % LANES < (long) layer.inputs() * lanes
                || outputs - outputs % LANES < needed) {
            throw new IllegalArgumentException("kernels: arrays too short: lanes=" + lanes + " weights=" + weights
                    + " inputs=" + inputs + " outputs=" + outputs + "; the layer has " + layer.count() + " weights, "
                    + layer.inputs() + " inputs and " + needed + " outputs");
        }
    }
}
