package io.elbo4j.family;

/**
 * How far one mean-field belief is from another, over the weights that are active in both.
 *
 * @param sharedWeights how many those are; points are not counted
 * @param meanShift mean of |m − m′| / s′
 * @param klNats mean of KL(N(m, s²) ‖ N(m′, s′²)), nats a weight
 */
public record BeliefDistance(int sharedWeights, double meanShift, double klNats) {

    /**
     * From one to the other.
     *
     * @param from with m and s
     * @param to with m′ and s′
     * @return with 0 in all places where they share no weight
     */
    public static BeliefDistance of(SparseGaussian from, SparseGaussian to) {
        return of(from, to, 0, from.dimension());
    }

    /**
     * Over some parameters.
     *
     * @param first index into θ
     * @param end the index after the last
     */
    public static BeliefDistance of(SparseGaussian from, SparseGaussian to, int first, int end) {
        int shared = 0;
        double shift = 0;
        double kl = 0;
        int fromEnd = from.position(end);
        int toEnd = to.position(end);
        for (int k = from.position(first), j = to.position(first); k < fromEnd && j < toEnd; ) {
            int index = from.support()[k];
            int other = to.support()[j];
            if (index == other && !from.isPoint(k) && !to.isPoint(j)) {
                double sd = to.sd()[j];
                double ratio = from.sd()[k] / sd;
                double standardised = ((double) from.mean()[k] - to.mean()[j]) / sd;
                shared++;
                shift += Math.abs(standardised);
                kl += 0.5 * (ratio * ratio + standardised * standardised - 1) - Math.log(ratio);
            }
            k += index <= other ? 1 : 0;
            j += other <= index ? 1 : 0;
        }
        return shared == 0 ? new BeliefDistance(0, 0, 0) : new BeliefDistance(shared, shift / shared, kl / shared);
    }
}
