package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.data.Batch;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.eval.Metrics;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.Catalog;
import io.elbo4j.models.GenerativeModel;
import io.elbo4j.models.MergePromise;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A training run from settings to a run folder. */
public final class Training {

    private final SparkSession spark;
    private final RunSpec spec;
    private final TrainingOutput out;
    private final Progress progress;
    private final MergePromise promise;

    /** Trains by these settings into this folder. */
    public Training(SparkSession spark, RunSpec spec, RunFolder out, Progress progress) {
        this(spark, spec, TrackedOutput.of(System.getenv(), out, spec, progress), progress);
    }

    /** Trains by these settings and leaves what it reached there. */
    Training(SparkSession spark, RunSpec spec, TrainingOutput out, Progress progress) {
        this.spark = spark;
        this.spec = spec;
        this.out = out;
        this.progress = progress;
        this.promise = MergePromise.of(spec);
    }

    /**
     * Runs from the beginning.
     *
     * @param dl4j text of the DL4J configuration, or empty
     * @return the metrics, as in {@code metrics.json}
     * @throws DivergedException after the last good state has been written
     */
    public Map<String, Object> run(String dl4j) throws IOException {
        out.begin(spec.settings().render());
        return run(TrainingData.read(spark, spec, dl4j));
    }

    /** Runs on these rows, from the newest checkpoint where there is one. */
    Map<String, Object> run(TrainingData data) throws IOException {
        Optional<Checkpoints.Found> found = out.newest(progress::note);
        if (found.isPresent()) {
            return goOn(found.get(), data);
        }
        out.begin(spec.settings().render());
        return run(data, Reached.nothing(TrainedModel.untrained(spec, data.input(), data.standardisation())));
    }

    /**
     * Goes on from a checkpoint of these settings.
     *
     * @throws io.elbo4j.spark.io.DataException when the training rows are not those of the checkpoint
     */
    public Map<String, Object> resume(Checkpoints.Found checkpoint) throws IOException {
        return goOn(
                checkpoint, TrainingData.again(spark, spec, checkpoint.reached().model()));
    }

    private Map<String, Object> goOn(Checkpoints.Found checkpoint, TrainingData data) throws IOException {
        checkpoint.requireData(data.profile().contentHash());
        progress.from(checkpoint.reached().model().round());
        return run(data, checkpoint.reached());
    }

    private <S> Map<String, Object> run(TrainingData data, Reached<S> start) throws IOException {
        progress.data(
                data.profile(),
                data.training().rows(),
                spec.likelihood().family().equals("categorical"));
        progress.merge(promise);
        progress.thinLayers(thinLayers(start.model()));
        // Before the first round: bad test data must not cost a training.
        Optional<Shards> test = spec.data().test().isEmpty()
                ? Optional.empty()
                : Optional.of(TrainingData.other(
                        spark,
                        spec,
                        data.input(),
                        data.standardisation(),
                        TrainingData.source(
                                spec.data(), spec.data().test(), spec.data().testLabels()),
                        true));
        return run(data, test, start);
    }

    private <S> Map<String, Object> run(TrainingData data, Optional<Shards> test, Reached<S> start) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Batch heldOut = data.heldOutSample();
        MemoryPlan.of(context, start.model(), data.profile().sparse())
                .warnings()
                .forEach(progress::note);
        TrainingRounds<S> training = new TrainingRounds<>(
                new SparkRunner(
                        context,
                        data.training().rdd(),
                        Patience.minutes(spec.cluster().stallMinutes()),
                        progress::note),
                out,
                data.profile().contentHash(),
                start,
                new Watched<>(heldOut, data.input().trainingRows()),
                spec.budget()::spent);
        Reached<S> reached = training.finish(() -> Provenance.of(spark, data.profile()));
        Map<String, Object> metrics = training.metrics();
        metrics.putAll(sizes(reached.model()));
        metrics.put("trainSeconds", reached.seconds());
        metrics.put("examplesPerSecond", examples(reached, data) / reached.seconds());
        metrics.put("bytesBroadcast", reached.bytesBroadcast());
        metrics.put("bytesReduced", reached.bytesReduced());
        metrics.put("mergeExactness", promise.kind());
        metrics.put("seed", spec.seed());
        metrics.put("shards", spec.cluster().shards());
        Map<String, Object> all = new LinkedHashMap<>();
        PredictionShape shape = PredictionShape.NONE;
        try {
            all.put("evaluatedOn", test.isPresent() ? "test" : data.heldOut().isPresent() ? "held-out" : "none");
            Optional<Shards> rows = test.or(data::heldOut);
            if (rows.isPresent()) {
                all.put("evaluatedRows", rows.get().rows());
                Evaluation evaluation = Evaluation.of(spark, reached.model(), rows.get(), context);
                all.putAll(evaluation.values());
                shape = evaluation.shape();
            }
        } finally {
            // What was trained is kept, whatever the evaluation says.
            all.putAll(metrics);
            out.write(reached.model(), all, shape, Provenance.of(spark, data.profile()));
        }
        return all;
    }

    /** One draw is all there is to a posterior of points. */
    private static List<String> thinLayers(TrainedModel<?> model) {
        return model.posterior() instanceof SparseGaussian q
                ? model.layout().weightBlocks().stream()
                        .filter(block -> block.size() > 1 && q.active(block) == 1)
                        .map(ParameterBlock::name)
                        .toList()
                : List.of();
    }

    static Map<String, Object> sizes(TrainedModel<?> model) {
        ParameterLayout layout = model.layout();
        if (model.job().generative().isPresent()) {
            return Map.of("parameters", layout.dimension());
        }
        Posterior posterior = model.posterior();
        int active = layout.weightBlocks().stream().mapToInt(posterior::active).sum();
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("activeWeights", active);
        sizes.put("totalWeights", layout.weights());
        sizes.put("density", active / (double) layout.weights());
        return sizes;
    }

    private double examples(Reached<?> reached, TrainingData data) {
        int working = Catalog.shardsPerRound(spec);
        Double steps = reached.last().get("step");
        if (steps != null) {
            return steps * spec.train().batch() * working;
        }
        // Without steps of minibatches a shard that works in a round reads all its rows.
        double passes =
                (double) reached.model().round() * working / spec.cluster().shards();
        return passes * data.training().rows();
    }

    private final class Watched<S> implements Watch<S> {
        private final Batch heldOut;
        private final long trainingRows;

        Watched(Batch heldOut, long trainingRows) {
            this.heldOut = heldOut;
            this.trainingRows = trainingRows;
        }

        @Override
        public Map<String, Double> measured(TrainedModel<S> model, int limit) {
            return heldOutMetrics(model, heldOut, limit);
        }

        @Override
        public void shown(int round, int limit, Map<String, Object> line, boolean last) {
            progress.round(round, limit, line, trainingRows, last);
        }

        @Override
        public void note(String text) {
            progress.note(text);
        }
    }

    private Map<String, Double> heldOutMetrics(TrainedModel<?> candidate, Batch heldOut, int limit) {
        boolean due = candidate.round() % spec.evaluate().everyRounds() == 0 || candidate.round() == limit;
        Map<String, Double> found = new LinkedHashMap<>();
        if (!due || heldOut.rows() == 0) {
            return found;
        }
        Optional<GenerativeModel> generative = candidate.job().generative();
        if (generative.isPresent()) {
            double elbo = generative
                    .get()
                    .figures(candidate.posterior().meanTheta(), heldOut, 1, Stream.PREDICT.of(Key.of(spec.seed())))
                    .metrics()
                    .value("elbo");
            return Map.of("heldOutElbo", elbo);
        }
        Metrics metrics;
        try {
            metrics =
                    Metrics.of(Predictive.of(candidate, true).of(heldOut, PosteriorDraws.mean(candidate.posterior())));
        } catch (IllegalArgumentException e) {
            // The rows were checked before the first round, so what is wrong are the weights.
            throw new DivergedException(candidate.round() - 1, "heldOut=\"" + e.getMessage() + "\"");
        }
        metrics.values().forEach((name, value) -> {
            if (List.of("accuracy", "rmse", "nll").contains(name)) {
                found.put(MetricName.of("heldOut", name), value);
            }
        });
        return found;
    }
}
