package io.elbo4j.objective;

import java.util.Map;

/**
 * The evidence lower bound of a program with a temperature for each of its latents: one β a level of a hierarchy. What is not a latent of the program
 * counts as Bayes' rule says.
 *
 * @param temperatures T by address, positive; an address that is not here is an error
 */
public record LatentTemperedElbo(Map<String, Double> temperatures) implements AdditiveObjective {

    public LatentTemperedElbo {
        temperatures = Map.copyOf(temperatures);
        temperatures.forEach((latent, temperature) -> {
            if (!(temperature > 0) || temperature.isInfinite()) {
                throw new IllegalArgumentException("objective: temperature not positive: address=" + latent
                        + " temperature=" + temperature + "; 1 is Bayes' rule, smaller is colder");
            }
        });
    }

    @Override
    public double temperature() {
        return 1;
    }

    @Override
    public double temperature(String latent) {
        Double temperature = temperatures.get(latent);
        if (temperature == null) {
            throw new IllegalArgumentException("objective: latent has no temperature: address=" + latent + " known="
                    + temperatures.keySet() + "; name each latent of the program");
        }
        return temperature;
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
