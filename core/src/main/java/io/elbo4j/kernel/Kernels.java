package io.elbo4j.kernel;

/** The three products of a sparse layer. Arrays of activations are feature-major with {@code lanes} numbers a feature. */
public interface Kernels {

    /** Batches are rounded up to a multiple of this. */
    int LANES = 16;

    /** The fastest kernels of this machine. */
    static Kernels fastest() {
        return Choice.FASTEST;
    }

    /** The batch rounded up. */
    static int lanes(int rows) {
        return (rows + LANES - 1) / LANES * LANES;
    }

    /**
     * Outputs: {@code y[r, p] = bias[r] + Σₖ w[k] · x[input[k] + shift[p]]}.
     *
     * @param w {@code [connections]}
     * @param bias {@code [rows]}
     * @param x {@code [inputs, lanes]}
     * @param y {@code [rows, positions, lanes]}, overwritten
     */
    void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes);

    /**
     * Gradient of the weights: {@code dw[k] = Σ over p and the batch of dy[r, p] · x[input[k] + shift[p]]}.
     *
     * @param dy {@code [rows, positions, lanes]}; 0 in the lanes behind the batch
     * @param dw {@code [connections]}, overwritten
     */
    void weightGradient(Connections layer, float[] x, float[] dy, float[] dw, int lanes);

    /**
     * Gradient of the inputs: {@code dx[input[k] + shift[p]] += w[k] · dy[r, p]}.
     *
     * @param dx {@code [inputs, lanes]}, added to
     */
    void inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes);

    /** Made once. */
    final class Choice {

        private static final Kernels FASTEST = choose();

        private Choice() {}

        private static Kernels choose() {
            if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
                return new PlainKernels();
            }
            try {
                // By name: this class compiles without the incubating module, the other one does not.
                return Class.forName("io.elbo4j.kernel.VectorKernels")
                        .asSubclass(Kernels.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("kernels: vector kernels missing from the jar; build it again", e);
            }
        }
    }
}
