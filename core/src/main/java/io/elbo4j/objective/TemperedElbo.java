package io.elbo4j.objective;

/**
 * The evidence lower bound with the divergence multiplied by a temperature: below 1 a "cold" posterior, narrower than
 * Bayes' rule says. The log ratios that it takes are tempered already.
 *
 * @param temperature T, positive
 */
public record TemperedElbo(double temperature) implements AdditiveObjective {

    public TemperedElbo {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("objective: temperature not positive: train.temperature=" + temperature
                    + "; 1 is Bayes' rule, smaller is colder");
        }
    }

    @Override
    public double value(double[] logRatios) {
        return new Elbo().value(logRatios);
    }

    @Override
    public double[] weights(double[] logRatios) {
        return new Elbo().weights(logRatios);
    }
}
