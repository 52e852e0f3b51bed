package io.elbo4j.kernel;

/** The sixteen sums of each connection become one. */
final class Halving {

    private Halving() {}

    /**
     * As {@link PlainKernels#halved} does for each connection.
     *
     * @param sums {@code [count, 16]} from {@code first} on
     * @param into the sums go to {@code at} and behind
     */
    static void halved(float[] sums, int first, int count, float[] into, int at) {
        for (int k = 0; k < count; k++) {
            int s = first + k * Kernels.LANES;
            float a = (sums[s] + sums[s + 8]) + (sums[s + 4] + sums[s + 12]);
            float b = (sums[s + 1] + sums[s + 9]) + (sums[s + 5] + sums[s + 13]);
            float c = (sums[s + 2] + sums[s + 10]) + (sums[s + 6] + sums[s + 14]);
            float d = (sums[s + 3] + sums[s + 11]) + (sums[s + 7] + sums[s + 15]);
            into[at + k] = (a + c) + (b + d);
        }
    }
}
