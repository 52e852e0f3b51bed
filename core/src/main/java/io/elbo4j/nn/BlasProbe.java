package io.elbo4j.nn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How fast this machine multiplies matrices through ND4J.
 *
 * @param backend name of ND4J's backend
 * @param gigaflops of a square single-precision product of 1024 rows, best of a few, 10⁹ operations a second
 */
public record BlasProbe(String backend, double gigaflops) {

    private static final int SIZE = 1024;

    /** Measures; the clock is the caller's, because the core has none. */
    public static BlasProbe measured(java.util.function.LongSupplier nanoClock) {
        INDArray a = Nd4j.rand(DataType.FLOAT, SIZE, SIZE);
        INDArray b = Nd4j.rand(DataType.FLOAT, SIZE, SIZE);
        double best = 0;
        for (int i = 0; i < 6; i++) {
            long from = nanoClock.getAsLong();
            a.mmul(b).close();
            best = Math.max(best, 2.0 * SIZE * SIZE * SIZE / (nanoClock.getAsLong() - from));
        }
        return new BlasProbe(Nd4j.getBackend().getClass().getSimpleName(), best);
    }
}
