package io.elbo4j.program;

import io.elbo4j.data.Batch;
import java.util.stream.IntStream;

/** Rows of which programs see the targets alone. */
final class TargetRows {

    private TargetRows() {}

    /** Some of all targets, by their numbers. */
    static Minibatch of(float[] all, int... numbers) {
        float[] y = new float[numbers.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = all[numbers[i]];
        }
        return new Minibatch(
                new Batch(new float[y.length], y, 1),
                IntStream.of(numbers).asLongStream().toArray(),
                all.length);
    }
}
