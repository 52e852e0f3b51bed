package io.elbo4j.objective;

import java.util.Arrays;

/** The evidence lower bound E_q[log p(data, θ) − log q(θ)]. */
public record Elbo() implements AdditiveObjective {

    @Override
    public double temperature() {
        return 1;
    }

    @Override
    public double value(double[] logRatios) {
        return Arrays.stream(logRatios).average().orElseThrow();
    }

    @Override
    public double[] weights(double[] logRatios) {
        double[] weights = new double[logRatios.length];
        Arrays.fill(weights, 1.0 / logRatios.length);
        return weights;
    }
}
