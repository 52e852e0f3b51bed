package io.elbo4j.models.ewc;

import java.io.Serializable;

/**
 * Settings.
 *
 * @param strength λ: factor of the new information; 1 is Bayes' rule
 * @param decay γ in (0, 1]: factor of the earlier tasks' information
 * @param rows of which the Fisher information is taken, over all shards
 * @param priorPrecision of weights before any task
 */
public record EwcSpec(double strength, double decay, int rows, double priorPrecision) implements Serializable {

    public EwcSpec {
        if (!(strength > 0 && decay > 0 && decay <= 1 && rows > 0 && priorPrecision >= 0)) {
            throw new IllegalArgumentException("ewc: out of range: strength=" + strength + " decay=" + decay + " rows="
                    + rows + " priorPrecision=" + priorPrecision
                    + "; strength and rows are above 0, decay above 0 and at most 1");
        }
    }
}
