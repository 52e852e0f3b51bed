package io.elbo4j.spec;

import io.elbo4j.data.ClassSplit;
import java.util.List;
import java.util.Optional;

/**
 * Few-shot episodes.
 *
 * @param source classes, a column of tasks, or a family of made-up tasks, by its name
 * @param task column with the number of a row's task
 * @param ways classes an episode
 * @param trainingWays classes an episode of the training
 * @param shots rows to learn from, of each class or of the task
 * @param queries rows to judge by, of each class or of the task
 * @param trainingQueries the same in an episode of the training
 * @param split numbers of training and validation classes of the training data; empty where the test data are apart
 * @param validation whether to judge by the validation classes
 * @param rotations whether turned images are further classes
 * @param perRound episodes of all shards together
 * @param rounds of a training
 * @param test episodes to judge by
 */
public record EpisodeSpec(
        String source,
        String task,
        int ways,
        int trainingWays,
        int shots,
        int queries,
        int trainingQueries,
        List<Integer> split,
        boolean validation,
        boolean rotations,
        int perRound,
        int rounds,
        int test) {

    static EpisodeSpec of(Settings settings) {
        int ways = settings.whole("episodes.ways", 2);
        int queries = settings.whole("episodes.queries", 1);
        int trainingQueries = settings.whole("episodes.trainingQueries", 0);
        int trainingWays = settings.whole("episodes.trainingWays", 0);
        return new EpisodeSpec(
                settings.choice("episodes.source", List.of("classes", "tasks", "sinusoid", "sinusoid-or-line")),
                settings.text("episodes.task"),
                ways,
                trainingWays == 0 ? ways : trainingWays,
                settings.whole("episodes.shots", 1),
                queries,
                trainingQueries == 0 ? queries : trainingQueries,
                split(settings),
                settings.choice("episodes.judge", List.of("test", "validation")).equals("validation"),
                settings.flag("episodes.rotations"),
                settings.whole("episodes.perRound", 1),
                settings.whole("episodes.rounds", 1),
                settings.whole("episodes.test", 2));
    }

    private static List<Integer> split(Settings settings) {
        List<String> texts = settings.texts("episodes.split");
        try {
            List<Integer> split = texts.stream().map(Integer::valueOf).toList();
            if (split.isEmpty() || (split.size() == 2 && split.get(0) > 0 && split.get(1) >= 0)) {
                return split;
            }
        } catch (NumberFormatException e) {
            // Reported below, as every other list that is no split.
        }
        throw new SpecException("settings: not a split of classes: episodes.split=" + texts
                + "; give the numbers of training and of validation classes, as in [1028, 172], or []");
    }

    /** Which classes are for what, where the training data hold all of them. */
    public Optional<ClassSplit> classSplit() {
        return split.isEmpty() ? Optional.empty() : Optional.of(new ClassSplit(split.get(0), split.get(1)));
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
