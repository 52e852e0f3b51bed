package io.elbo4j.models.fieldspace;

import java.io.Serializable;

/**
 * What is inferred.
 *
 * @param penalty what the bound subtracts
 * @param totalRows N
 * @param temperature T, factor of the penalty; 1 is Bayes' rule
 */
public record FieldTarget(FieldPenalty penalty, long totalRows, double temperature) implements Serializable {

    public FieldTarget {
        if (totalRows < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException("field target: out of range: rows=" + totalRows + " temperature="
                    + temperature + "; use some rows and a temperature above 0");
        }
    }
}
