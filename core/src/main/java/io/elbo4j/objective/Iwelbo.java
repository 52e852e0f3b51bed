package io.elbo4j.objective;

/**
 * The importance-weighted bound log 1/K Σ wₖ (Burda, Grosse and Salakhutdinov, arXiv 1509.00519v4, section 3): the ELBO with K = 1, and closer to the log
 * evidence with each further draw. The logarithm is outside the sum, so that shards cannot add their parts.
 */
public record Iwelbo() implements Objective {

    @Override
    public double value(double[] logRatios) {
        return new Renyi(0).value(logRatios);
    }

    @Override
    public double[] weights(double[] logRatios) {
        return new Renyi(0).weights(logRatios);
    }
}
