package io.elbo4j.spec;

import java.util.List;

/**
 * Few-shot episodes.
 *
 * @param source classes, a column of tasks, or a family of made-up tasks, by its name
 * @param task column with the number of a row's task
 * @param ways classes an episode
 * @param shots rows to learn from, of each class or of the task
 * @param queries rows to judge by, of each class or of the task
 * @param rotations whether turned images are further classes
 * @param perRound episodes of all shards together
 * @param rounds of a training
 * @param test episodes to judge by
 */
public record EpisodeSpec(
        String source,
        String task,
        int ways,
        int shots,
        int queries,
        boolean rotations,
        int perRound,
        int rounds,
        int test) {

    static EpisodeSpec of(Settings settings) {
        return new EpisodeSpec(
                settings.choice("episodes.source", List.of("classes", "tasks", "sinusoid", "sinusoid-or-line")),
                settings.text("episodes.task"),
                settings.whole("episodes.ways", 2),
                settings.whole("episodes.shots", 1),
                settings.whole("episodes.queries", 1),
                settings.flag("episodes.rotations"),
                settings.whole("episodes.perRound", 1),
                settings.whole("episodes.rounds", 1),
                settings.whole("episodes.test", 2));
    }

    /** Whether episodes are made, not read. */
    public boolean generated() {
        return source.startsWith("sinusoid");
    }

    /** Whether an episode is a classification. */
    public boolean classes() {
        return source.equals("classes");
    }
}
