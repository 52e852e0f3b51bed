package io.elbo4j.algorithm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The end of a round.
 *
 * @param state the next state
 * @param diagnostics what is worth telling of the round, by the names of {@code metrics.json} ({@code elbo}, {@code nll},
 *     {@code kl}, {@code activeWeights} ...), in an order that is the same in every process ({@code Map.of} has none for two)
 */
public record Outcome<S>(S state, Map<String, Double> diagnostics) {

    public Outcome {
        diagnostics = Collections.unmodifiableMap(new LinkedHashMap<>(diagnostics));
    }
}
