package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.data.Shard;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.EpisodicModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A training on few-shot episodes, from settings to a run folder. */
public final class EpisodicTraining {

    private final SparkSession spark;
    private final RunSpec spec;
    private final TrainingOutput out;
    private final Progress progress;

    /** Trains by these settings into this folder. */
    public EpisodicTraining(SparkSession spark, RunSpec spec, RunFolder out, Progress progress) {
        this.spark = spark;
        this.spec = spec;
        this.out = TrackedOutput.of(System.getenv(), out, spec, progress);
        this.progress = progress;
    }

    /**
     * Runs from the beginning.
     *
     * @return the metrics, as in {@code metrics.json}
     * @throws DivergedException after the last good state has been written
     */
    public Map<String, Object> run() throws IOException {
        out.begin(spec.settings().render());
        EpisodeData data = EpisodeData.read(spark, spec);
        return run(data, Reached.nothing(TrainedModel.untrained(spec, data.input(), data.standardisation())));
    }

    /**
     * Goes on from a checkpoint of these settings.
     *
     * @throws io.elbo4j.spark.io.DataException when the training rows are not those of the checkpoint
     */
    public Map<String, Object> resume(Checkpoints.Found checkpoint) throws IOException {
        EpisodeData data = EpisodeData.read(spark, spec);
        checkpoint.requireData(data.contentHash());
        progress.from(checkpoint.reached().model().round());
        return run(data, checkpoint.reached());
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

    private <S> Map<String, Object> run(EpisodeData data, Reached<S> start) throws IOException {
        // Before the first round: bad test data must not cost a training.
        Optional<JavaRDD<Shard>> test = test(data);
        EpisodicModel<S> episodes = start.model().job().episodes().orElseThrow();
        EpisodeData.requireEpisodes(data.training(), episodes.training());
        test.ifPresent(shards -> EpisodeData.requireEpisodes(shards, episodes.judged()));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        MemoryPlan.of(context, start.model(), false).warnings().forEach(progress::note);
        TrainingRounds<S> training = new TrainingRounds<>(
                new SparkRunner(
                        context,
                        data.training(),
                        Patience.minutes(spec.cluster().stallMinutes()),
                        progress::note),
                out,
                data.contentHash(),
                start,
                new Watched<>(),
                spec.budget()::spent);
        Reached<S> reached = training.finish(() -> Provenance.of(spark, data.profile()));
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("evaluatedOn", test.isEmpty() ? "none" : spec.episodes().validation() ? "validation" : "test");
        PredictionShape shape = PredictionShape.NONE;
        try {
            if (test.isPresent()) {
                Evaluation evaluation = EpisodeScores.of(context, reached.model(), episodes, test.get());
                metrics.putAll(evaluation.metrics().values());
                shape = evaluation.shape();
            }
        } finally {
            // What was trained is kept, whatever the evaluation says.
            metrics.putAll(training.metrics());
            metrics.put("trainSeconds", reached.seconds());
            long trained =
                    (long) training.reached().model().round() * spec.episodes().perRound();
            metrics.put("trainEpisodes", trained);
            metrics.put("episodesPerSecond", trained / reached.seconds());
            metrics.put("bytesBroadcast", reached.bytesBroadcast());
            metrics.put("bytesReduced", reached.bytesReduced());
            metrics.put("seed", spec.seed());
            metrics.put("shards", spec.cluster().shards());
            out.write(reached.model(), metrics, shape, Provenance.of(spark, data.profile()));
        }
        return metrics;
    }

    private final class Watched<S> implements Watch<S> {

        @Override
        public Map<String, Double> measured(TrainedModel<S> model, int limit) {
            return Map.of();
        }

        @Override
        public void shown(int round, int limit, Map<String, Object> line, boolean last) {
            progress.episodes(round, limit, line);
        }

        @Override
        public void note(String text) {
            progress.note(text);
        }
    }
}
