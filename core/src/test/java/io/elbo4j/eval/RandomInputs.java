package io.elbo4j.eval;

import io.elbo4j.math.Key;

/** Random numbers for tests; the seed is printed and replayed with {@code -Dseed=}. */
record RandomInputs(Key key) {

    static RandomInputs of(String test) {
        long seed = Long.getLong("seed", 20261101);
        System.out.println(test + ": seed=" + seed);
        return new RandomInputs(Key.of(seed).fold(test.hashCode()));
    }

    RandomInputs fold(int number) {
        return new RandomInputs(key.fold(number));
    }

    float[] gaussians(int count, double scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * key.gaussian(i));
        }
        return numbers;
    }

    /** Whole numbers 0 .. below − 1. */
    float[] labels(int count, int below) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) Math.floor(key.uniform(i) * below);
        }
        return numbers;
    }

    /** Few distinct values, so that many are equal. */
    double[] scores(int count, int distinct, double shift) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.floor(distinct * Math.min(0.999, key.uniform(i) + shift)) / distinct;
        }
        return numbers;
    }
}
