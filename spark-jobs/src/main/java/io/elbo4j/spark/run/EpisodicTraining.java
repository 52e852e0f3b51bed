package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.models.EpisodicModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A training on few-shot episodes, from settings to a run folder.
 *
 * @param spec settings of a model that learns from episodes
 */
public record EpisodicTraining(SparkSession spark, RunSpec spec, RunFolder out, Progress progress) {

    /**
     * Runs.
     *
     * @return the metrics, as in {@code metrics.json}
     * @throws DivergedException after the last good state has been written
     */
    public Map<String, Object> run() throws IOException {
        EpisodeData data = EpisodeData.read(spark, spec);
        // Before the first round: bad test data must not cost a training.
        Optional<JavaRDD<Shard>> test = test(data);
        return run(data, test, TrainedModel.untrained(spec, data.input(), data.standardisation()));
    }

    private Optional<JavaRDD<Shard>> test(EpisodeData data) {
        boolean split = spec.episodes().classSplit().isPresent();
        if (spec.data().test().isEmpty() && !split && !spec.episodes().generated()) {
            return Optional.empty();
        }
        JavaRDD<Shard> test = EpisodeData.other(
                spark,
                spec,
                data.input(),
                data.standardisation(),
                spec.data().test(),
                spec.data().testLabels());
        if (spec.episodes().classes()) {
            EpisodeData.requireOtherClasses(data.training(), test);
        }
        return Optional.of(test);
    }

    private <S> Map<String, Object> run(EpisodeData data, Optional<JavaRDD<Shard>> test, TrainedModel<S> untrained)
            throws IOException {
        EpisodicModel<S> episodes = untrained.job().episodes().orElseThrow();
        EpisodeData.requireEpisodes(data.training(), episodes.training());
        test.ifPresent(shards -> EpisodeData.requireEpisodes(shards, episodes.judged()));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        SparkRunner runner = new SparkRunner(context, data.training());
        int rounds = untrained.job().rounds();
        int limit = spec.train().rounds() > 0 ? Math.min(spec.train().rounds(), rounds) : rounds;
        Map<String, Object> last = new LinkedHashMap<>();
        AtLast<S> reached = new AtLast<>(untrained);
        long started = System.nanoTime();
        try {
            runner.run(
                    untrained.job().algorithm(), untrained.state(), 0, limit, Key.of(spec.seed()), (round, outcome) -> {
                        reached.model = untrained.at(outcome.state(), round + 1);
                        Map<String, Object> line = new LinkedHashMap<>();
                        line.put("round", round + 1);
                        line.putAll(outcome.diagnostics());
                        out.addHistory(line);
                        outcome.diagnostics()
                                .forEach((name, value) -> last.put(name.equals("nll") ? "trainNll" : name, value));
                        progress.episodes(round + 1, limit, line);
                        return true;
                    });
        } catch (DivergedException e) {
            last.put("divergedInRound", e.round() + 1);
            out.write(reached.model, last, Provenance.of(spark, data.profile()));
            throw e;
        }
        double seconds = (System.nanoTime() - started) * 1e-9;
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("evaluatedOn", test.isEmpty() ? "none" : spec.episodes().validation() ? "validation" : "test");
        try {
            test.ifPresent(shards -> metrics.putAll(
                    EpisodeScores.of(context, reached.model, episodes, shards).values()));
        } finally {
            // What was trained is kept, whatever the evaluation says.
            metrics.putAll(last);
            metrics.put("trainSeconds", seconds);
            metrics.put("rounds", reached.model.round());
            metrics.put("trainEpisodes", (long) limit * spec.episodes().perRound());
            metrics.put("episodesPerSecond", limit * (double) spec.episodes().perRound() / seconds);
            metrics.put("bytesBroadcast", runner.bytesBroadcast());
            metrics.put("bytesReduced", runner.bytesReduced());
            metrics.put("seed", spec.seed());
            metrics.put("shards", spec.cluster().shards());
            out.write(reached.model, metrics, Provenance.of(spark, data.profile()));
        }
        return metrics;
    }

    /** The newest model. */
    private static final class AtLast<S> {
        private TrainedModel<S> model;

        AtLast(TrainedModel<S> model) {
            this.model = model;
        }
    }
}
