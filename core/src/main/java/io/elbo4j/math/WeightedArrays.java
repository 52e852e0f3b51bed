package io.elbo4j.math;

/** Arrays on their way into a mean over shards: times a weight, and back. */
public final class WeightedArrays {

    private WeightedArrays() {}

    /** Values times a weight. */
    public static double[] times(float[] values, double weight) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = values[i] * weight;
        }
        return scaled;
    }

    /** A sum of such, divided by the sum of the weights. */
    public static float[] mean(double[] sum, double weight) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / weight);
        }
        return mean;
    }
}
