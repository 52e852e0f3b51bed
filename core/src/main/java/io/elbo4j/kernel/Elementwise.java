package io.elbo4j.kernel;

/** What is done to each number on its own, and the change of layout. All implementations give the same bits. */
public interface Elementwise {

    /** The fastest of this machine. */
    static Elementwise fastest() {
        return Choice.ELEMENTWISE;
    }

    /**
     * Standard normal numbers: those of counter n come from block n/32 of {@link Noise}, whatever the length.
     *
     * @param key 64 bits that name the stream
     */
    void gaussians(long key, float[] into);

    /** {@code y = max(x, 0)}. */
    void relu(float[] x, float[] y);

    /** {@code dx = dy} where {@code x > 0}, else 0. */
    void reluGradient(float[] x, float[] dy, float[] dx);

    /** {@code x = 0} where {@code |x| < least}. */
    void zeroBelow(float least, float[] x);

    /** {@code tanh x} and its slope {@code 1 − tanh² x}, as {@link Tanh} computes them. */
    void tangents(float[] x, float[] tanh, float[] slope);

    /**
     * Rows to features: {@code into[f, b] = from[starts[b] + f]}, 0 for lanes behind the rows.
     *
     * @param starts where each row begins
     * @param into {@code [width, lanes]}, overwritten
     */
    void featureMajor(float[] from, int[] starts, int width, float[] into, int lanes);
}
