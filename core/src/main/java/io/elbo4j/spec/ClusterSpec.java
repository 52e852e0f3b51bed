package io.elbo4j.spec;

import java.util.List;

/**
 * How work is shared.
 *
 * @param shards logical parts of the data
 * @param localSteps between merges
 * @param merge rule
 */
public record ClusterSpec(int shards, int localSteps, String merge) {

    static ClusterSpec of(Settings settings) {
        return new ClusterSpec(
                settings.whole("cluster.shards", 1),
                settings.whole("cluster.localSteps", 1),
                settings.choice("merge.rule", List.of("weighted-mean", "gradient-sum")));
    }
}
