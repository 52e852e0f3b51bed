package io.elbo4j.update;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LayeredPrior;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.objective.AdditiveObjective;
import java.io.Serializable;

/**
 * What is inferred.
 *
 * @param layout of θ
 * @param prior of the weights
 * @param totalRows N
 * @param objective with its temperature
 */
public record Target(ParameterLayout layout, GaussianPrior prior, long totalRows, AdditiveObjective objective)
        implements Serializable {

    public Target {
        if (totalRows < 1) {
            throw new IllegalArgumentException("training: no rows: rows=" + totalRows + "; is the data set empty?");
        }
    }

    /** T / N: the factor of the divergence's gradient in a mean over rows. */
    public double klScale() {
        return objective.temperature() / totalRows;
    }

    /** The prior with flat densities for everything that is not a weight. */
    public GaussianPrior fullPrior() {
        return new LayeredPrior(layout, prior);
    }
}
