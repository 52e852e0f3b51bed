package io.elbo4j.spark.run;

import io.elbo4j.eval.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names in {@code metrics.json}. */
final class MetricName {

    private MetricName() {}

    /** The same figures as somebody's. */
    static Metrics of(String whose, Metrics metrics) {
        Map<String, Double> named = new LinkedHashMap<>();
        metrics.values().forEach((name, value) -> named.put(of(whose, name), value));
        return new Metrics(named);
    }

    /** Whose figure it is, then which: {@code heldOutAccuracy}; the name alone where it is nobody's in particular. */
    static String of(String whose, String name) {
        return whose.isEmpty() ? name : whose + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
