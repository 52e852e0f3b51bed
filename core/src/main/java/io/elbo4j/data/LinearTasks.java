package io.elbo4j.data;

import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import java.util.Arrays;

/**
 * Linear regressions y = xᵀθ + noise with weights θ ~ N(mean, covariance) and inputs x ~ N(0, I): everything about them is known
 * in closed form.
 *
 * @param mean of the weights, {@code [F]}
 * @param factor lower L with L·Lᵀ the covariance of the weights, {@code [F, F]}
 * @param noiseVariance of y
 */
public record LinearTasks(double[] mean, double[] factor, double noiseVariance) implements TaskFamily {

    /** With this covariance {@code [F, F]}. */
    public static LinearTasks of(double[] mean, double[] covariance, double noiseVariance) {
        return new LinearTasks(
                mean, PositiveDefinite.of(covariance, mean.length).factor(), noiseVariance);
    }

    @Override
    public int inputs() {
        return mean.length;
    }

    /** θ of a task, {@code [F]}. */
    public double[] weights(Key task) {
        double[] weights = mean.clone();
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                weights[i] += factor[i * mean.length + j] * task.gaussian(j);
            }
        }
        return weights;
    }

    @Override
    public Batch rows(Key task, Key rows, int count) {
        int d = mean.length;
        double[] weights = weights(task);
        float[] x = new float[count * d];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            double sum = Math.sqrt(noiseVariance) * rows.fold(1).gaussian(i);
            for (int f = 0; f < d; f++) {
                x[i * d + f] = (float) rows.gaussian((long) i * d + f);
                sum += weights[f] * x[i * d + f];
            }
            y[i] = (float) sum;
        }
        return new Batch(x, y, d);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearTasks that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(factor, that.factor)
                && Double.compare(noiseVariance, that.noiseVariance) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(factor);
    }

    @Override
    public String toString() {
        return "LinearTasks[dimension=" + mean.length + "]";
    }
}
