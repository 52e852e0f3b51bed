package io.elbo4j.spark.scaling;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The parts of a round, in seconds. They follow each other, so that the round is their sum.
 *
 * @param compute of local steps, and of groups where they meet on executors
 * @param link on which states and contributions travel
 * @param spark for its jobs and tasks
 * @param driver for codecs, the merge's end and held-out rows
 */
record RoundCost(double compute, double link, double spark, double driver) {

    double seconds() {
        return compute + link + spark + driver;
    }

    RoundCost times(double factor) {
        return new RoundCost(factor * compute, factor * link, factor * spark, factor * driver);
    }

    RoundCost plus(RoundCost other) {
        return new RoundCost(compute + other.compute, link + other.link, spark + other.spark, driver + other.driver);
    }

    /** The name of the largest part. */
    String limit() {
        return largest(List.of(
                Map.entry("compute", compute),
                Map.entry("link", link),
                Map.entry("Spark", spark),
                Map.entry("driver", driver)));
    }

    /** The name of the largest part that more executors do not make smaller. */
    String overhead() {
        return largest(List.of(Map.entry("link", link), Map.entry("Spark", spark), Map.entry("driver", driver)));
    }

    private static String largest(List<Map.Entry<String, Double>> parts) {
        return parts.stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
