package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.data.Batch;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.Metrics;
import io.elbo4j.eval.OutOfDistribution;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A training run from settings to a run folder. */
public final class Training {

    private final SparkSession spark;
    private final RunSpec spec;
    private final RunFolder out;
    private final Progress progress;

    /** Trains by these settings into this folder. */
    public Training(SparkSession spark, RunSpec spec, RunFolder out, Progress progress) {
        this.spark = spark;
        this.spec = spec;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @param dl4j text of the DL4J configuration, or empty
     * @return the metrics, as in {@code metrics.json}
     * @throws DivergedException after the last good state has been written
     */
    public Map<String, Object> run(String dl4j) throws IOException {
        out.writeConfiguration(spec.settings().render());
        TrainingData data = TrainingData.read(spark, spec, dl4j);
        progress.data(data.training().rows(), data.profile().constantFeatures());
        TrainedModel<?> untrained = TrainedModel.untrained(spec, data.input(), data.standardisation());
        requireBatches(data.training(), untrained);
        return run(data, untrained);
    }

    private <S> Map<String, Object> run(TrainingData data, TrainedModel<S> untrained) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        SparkRunner runner = new SparkRunner(context, data.training().rdd());
        int rounds = untrained.job().rounds();
        int limit = spec.train().rounds() > 0 ? Math.min(spec.train().rounds(), rounds) : rounds;
        Observer<S> observer = new Observer<>(untrained, data.heldOutSample(), limit);
        long started = System.nanoTime();
        try {
            runner.run(untrained.job().algorithm(), untrained.state(), 0, limit, Key.of(spec.seed()), observer);
        } catch (DivergedException e) {
            Map<String, Object> metrics = new LinkedHashMap<>(observer.last);
            metrics.put("divergedInRound", e.round());
            out.write(observer.model, metrics, Provenance.of(spark, data.profile()));
            throw e;
        }
        double seconds = (System.nanoTime() - started) * 1e-9;
        Map<String, Object> metrics = new LinkedHashMap<>(evaluated(observer.model, data, context));
        metrics.putAll(observer.last);
        metrics.putAll(sizes(observer.model));
        metrics.put("trainSeconds", seconds);
        metrics.put("rounds", observer.model.round());
        metrics.put("examplesPerSecond", examples(observer, data) / seconds);
        metrics.put("bytesBroadcast", runner.bytesBroadcast());
        metrics.put("bytesReduced", runner.bytesReduced());
        metrics.put("seed", spec.seed());
        metrics.put("shards", spec.cluster().shards());
        out.write(observer.model, metrics, Provenance.of(spark, data.profile()));
        return metrics;
    }

    /** On the test data where there are some, else on the held-out rows. */
    private Map<String, Object> evaluated(TrainedModel<?> model, TrainingData data, JavaSparkContext context) {
        Shards rows;
        String on;
        if (!spec.data().test().isEmpty()) {
            rows = TrainingData.other(
                    spark,
                    spec,
                    model.input(),
                    model.standardisation(),
                    TrainingData.source(
                            spec.data(), spec.data().test(), spec.data().testLabels()),
                    true);
            on = "test";
        } else if (data.heldOut().isPresent()) {
            rows = data.heldOut().get();
            on = "held-out";
        } else {
            return Map.of("evaluatedOn", "none");
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("evaluatedOn", on);
        metrics.put("evaluatedRows", rows.rows());
        metrics.putAll(evaluated(spark, model, rows, context).values());
        return metrics;
    }

    /** All metrics of a model on some rows, with those of other data as out of distribution where settings name some. */
    static Metrics evaluated(SparkSession spark, TrainedModel<?> model, Shards rows, JavaSparkContext context) {
        RunSpec spec = model.spec();
        List<float[]> draws = Predictions.draws(model, samples(model));
        PredictiveDistribution in = Predictions.of(model, true).of(context, rows.rdd(), draws);
        Metrics metrics = Metrics.of(in);
        String other = spec.evaluate().outOfDistribution();
        if (!other.isEmpty()) {
            if (!(in instanceof ClassPrediction classes)) {
                throw new SpecException("settings: out-of-distribution figures need classes: likelihood.family="
                        + spec.likelihood().family() + "; clear evaluate.outOfDistribution");
            }
            Shards outside = TrainingData.other(
                    spark,
                    spec,
                    model.input(),
                    model.standardisation(),
                    TrainingData.source(spec.data(), other, ""),
                    false);
            PredictiveDistribution far = Predictions.of(model, false).of(context, outside.rdd(), draws);
            metrics = metrics.and(
                    OutOfDistribution.byEntropy(classes, (ClassPrediction) far).metrics());
        }
        return metrics;
    }

    /** One draw is all there is to a posterior of points. */
    static int samples(TrainedModel<?> model) {
        return model.spec().model().name().equals("map")
                ? 1
                : model.spec().evaluate().samples();
    }

    private static Map<String, Object> sizes(TrainedModel<?> model) {
        ParameterLayout layout = model.network().layout();
        int active = layout.weights();
        if (model.posterior() instanceof SparseGaussian sparse) {
            active = layout.weightBlocks().stream()
                    .mapToInt(block -> sparse.position(block.end()) - sparse.position(block.offset()))
                    .sum();
        }
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("activeWeights", active);
        sizes.put("totalWeights", layout.weights());
        sizes.put("density", active / (double) layout.weights());
        return sizes;
    }

    private double examples(Observer<?> observer, TrainingData data) {
        // Steps of minibatches, where the algorithm takes steps; else every row once a round.
        return observer.last.get("step") instanceof Double steps
                ? steps * spec.train().batch() * spec.cluster().shards()
                : (double) data.training().rows() * observer.model.round();
    }

    /** Every shard that has rows must fill a batch; said before the first round, not in a task of it. */
    private void requireBatches(Shards training, TrainedModel<?> model) {
        long smallest = training.rows() / spec.cluster().shards();
        boolean batches = !model.job().algorithm().name().equals("linear-regression");
        if (batches && smallest < spec.train().batch()) {
            throw new SpecException("settings: batch larger than a shard: train.batch="
                    + spec.train().batch() + " rowsOfSmallestShard=" + smallest + " cluster.shards="
                    + spec.cluster().shards() + "; lower train.batch or cluster.shards");
        }
    }

    /** Keeps the newest model, writes the history and shows progress. */
    private final class Observer<S> implements io.elbo4j.algorithm.RoundListener<S> {

        private TrainedModel<S> model;
        private final Batch heldOut;
        private final int limit;
        private final Map<String, Object> last = new LinkedHashMap<>();

        Observer(TrainedModel<S> model, Batch heldOut, int limit) {
            this.model = model;
            this.heldOut = heldOut;
            this.limit = limit;
        }

        @Override
        public boolean completed(int round, io.elbo4j.algorithm.Outcome<S> outcome) {
            model = model.at(outcome.state(), round + 1);
            outcome.diagnostics().forEach((name, value) -> {
                if (!name.equals("replacedWeights") && !name.equals("converged")) {
                    last.put(name.equals("nll") ? "trainNll" : name, value);
                }
            });
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("round", round + 1);
            line.putAll(outcome.diagnostics());
            boolean due = (round + 1) % spec.evaluate().everyRounds() == 0 || round + 1 == limit;
            if (due && heldOut.rows() > 0) {
                Metrics metrics = Metrics.of(Predictions.of(model, true)
                        .of(heldOut, List.of(model.posterior().meanTheta())));
                metrics.values().forEach((name, value) -> {
                    if (List.of("accuracy", "rmse").contains(name)) {
                        line.put("heldOut" + Character.toUpperCase(name.charAt(0)) + name.substring(1), value);
                    }
                });
            }
            out.addHistory(line);
            progress.round(round + 1, limit, line, model.input().trainingRows());
            return outcome.diagnostics().getOrDefault("converged", 0.0) == 0;
        }
    }
}
