package io.elbo4j.objective;

/**
 * An objective that is a sum over rows plus one term of its own: shards may add their parts. Only these can be merged by
 * sums; bounds with a logarithm outside the average cannot.
 */
public interface AdditiveObjective extends Objective {

    /** T: the factor of the divergence from the prior; 1 is Bayes' rule. */
    double temperature();

    /**
     * The same of one latent of a program.
     *
     * @param latent its address
     */
    default double temperature(String latent) {
        return temperature();
    }

    /** E[log likelihood] − T·KL, in nats. */
    default double value(double expectedLogLik, double klNats) {
        return expectedLogLik - temperature() * klNats;
    }
}
