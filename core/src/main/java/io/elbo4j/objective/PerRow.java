package io.elbo4j.objective;

/**
 * An objective of each row by itself, added up over rows: for latents that belong to a row, such as an autoencoder's. With {@link Iwelbo} it is the bound of
 * importance-weighted autoencoders (arXiv 1509.00519v4, equation 8). A sum over rows, so that minibatches and shards may add their parts, whatever the objective of a row.
 *
 * @param each of the K log ratios of one row
 */
public record PerRow(Objective each) implements AdditiveObjective {

    @Override
    public double temperature() {
        return 1;
    }

    @Override
    public double value(double[] logRatios) {
        return each.value(logRatios);
    }

    @Override
    public double[] weights(double[] logRatios) {
        return each.weights(logRatios);
    }
}
