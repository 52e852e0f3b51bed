package io.elbo4j.spark.run;

/** Names in {@code metrics.json}. */
final class MetricName {

    private MetricName() {}

    /** Whose figure it is, then which: {@code heldOutAccuracy}; the name alone where it is nobody's in particular. */
    static String of(String whose, String name) {
        return whose.isEmpty() ? name : whose + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
