package io.elbo4j.spec;

import java.util.List;

/**
 * How work is shared.
 *
 * @param shards logical parts of the data
 * @param localSteps between merges
 * @param merge rule
 * @param damping of pvi: {@code auto} or a number in (0, 1]
 * @param schedule of pvi: {@code synchronous}, {@code sequential} or {@code bounded-stale}
 * @param messageBits of each number between driver and shards, 32 or 16
 * @param stallMinutes that any round may take before it is begun again; 0 waits for ever
 */
public record ClusterSpec(
        int shards,
        int localSteps,
        String merge,
        String damping,
        String schedule,
        int messageBits,
        double stallMinutes) {

    static ClusterSpec of(Settings settings) {
        return new ClusterSpec(
                settings.whole("cluster.shards", 1),
                settings.whole("cluster.localSteps", 1),
                settings.choice(
                        "merge.rule", List.of("weighted-mean", "gradient-sum", "pvi", "natural-average", "moment")),
                settings.text("merge.damping"),
                settings.choice("merge.schedule", List.of("synchronous", "sequential", "bounded-stale")),
                settings.choice("cluster.messageBits", List.of("32", "16")).equals("16") ? 16 : 32,
                RunSpec.within(settings, "cluster.stallMinutes", 0, 1e6, false));
    }
}
