package io.elbo4j.objective;

import java.util.Arrays;

/**
 * Rényi's bound 1/(1 − α) · log 1/K Σ wₖ^(1 − α) (Li and Turner, arXiv 1602.02311v3, section 4.1): mass-covering below 1, mode-seeking above; α = 0 is the
 * importance-weighted bound, and α near 1 the ELBO. A bound on the evidence for α from 0 up.
 *
 * @param alpha not 1, where the bound is the ELBO
 */
public record Renyi(double alpha) implements Objective {

    public Renyi {
        if (!(alpha >= 0) || alpha == 1 || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException(
                    "objective: out of range: alpha=" + alpha + "; use a number from 0 up, and the ELBO for 1");
        }
    }

    @Override
    public double value(double[] logRatios) {
        double largest = largest(logRatios);
        double sum = 0;
        for (double ratio : logRatios) {
            sum += Math.exp((1 - alpha) * ratio - largest);
        }
        return (largest + Math.log(sum / logRatios.length)) / (1 - alpha);
    }

    /** wₖ^(1 − α) over the sum of all. */
    @Override
    public double[] weights(double[] logRatios) {
        double largest = largest(logRatios);
        double[] weights = new double[logRatios.length];
        Arrays.setAll(weights, k -> Math.exp((1 - alpha) * logRatios[k] - largest));
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, k -> weights[k] / sum);
        return weights;
    }

    private double largest(double[] logRatios) {
        return Arrays.stream(logRatios).map(ratio -> (1 - alpha) * ratio).max().orElseThrow();
    }
}
