package io.elbo4j.spark.run;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.eval.CollapseDiagnosis;
import io.elbo4j.models.EpisodicModel;
import io.elbo4j.models.GenerativeModel;
import io.elbo4j.models.LatentDiagnosis;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataSource;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.DataSpec;
import io.elbo4j.spec.EpisodeSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A stored model at work on other data. */
public final class Scoring {

    /** Enough for the eigenvalues that matter, few enough for the driver. */
    private static final int DIAGNOSED_ROWS = 5000;

    private final SparkSession spark;
    private final TrainedModel<?> model;

    private Scoring(SparkSession spark, TrainedModel<?> model) {
        this.spark = spark;
        this.model = model;
    }

    /**
     * Opens a model.
     *
     * @param uri run folder or model folder
     * @param changed the model's settings with those of the command line over them
     */
    public static Scoring open(SparkSession spark, String uri, java.util.function.Function<String, Settings> changed) {
        TrainedModel<?> stored = ModelFolder.read(
                RunFolder.modelFolder(uri, spark.sparkContext().hadoopConfiguration()), TrainedModelCodec.INSTANCE);
        RunSpec spec = RunSpec.of(changed.apply(stored.spec().settings().render()));
        TrainedModel<?> asked = withSpec(stored, spec);
        if (spec.model().episodic()) {
            requireSameSplit(stored.spec().episodes(), spec.episodes());
            // How episodes are drawn and adapted to is part of the job, so that one is made anew around the state.
            TrainedModelCodec codec = TrainedModelCodec.INSTANCE;
            return new Scoring(spark, codec.decode(codec.encode(asked), codec.version()));
        }
        return new Scoring(spark, asked);
    }

    /** Refuses another split, whose test classes may be some that were learned from. */
    private static void requireSameSplit(EpisodeSpec trained, EpisodeSpec asked) {
        if (!trained.split().equals(asked.split())) {
            throw new SpecException("model: classes were split otherwise in training: episodes.split=" + asked.split()
                    + " trained=" + trained.split() + "; leave it, or classes that were learned from may be judged on");
        }
    }

    /** Settings of data and evaluation may change; what the posterior is does not. */
    static <S> TrainedModel<S> withSpec(TrainedModel<S> stored, RunSpec spec) {
        return new TrainedModel<>(
                spec,
                stored.input(),
                stored.standardisation(),
                stored.outputs(),
                stored.job(),
                stored.state(),
                stored.round());
    }

    /** Metrics on data with targets. */
    public Map<String, Object> evaluate(String data, String labels) {
        boolean known = episodic()
                && (model.spec().episodes().generated()
                        || model.spec().episodes().classSplit().isPresent());
        if (data.isEmpty() && !known) {
            throw new SpecException(
                    "evaluate: no data: model.name=" + model.spec().model().name() + "; name them with --data");
        }
        if (episodic()) {
            if (model.spec().episodes().classes()
                    && data.equals(model.spec().data().train())) {
                throw new DataException("evaluate: classes that were learned from: data=" + data
                        + "; judge on others, or, where episodes.split keeps some apart, leave --data out");
            }
            return episodes(model, data, labels);
        }
        DataSource source = TrainingData.source(model.spec().data(), data, labels);
        Shards rows = TrainingData.other(spark, model.spec(), model.input(), model.standardisation(), source, true);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("evaluatedRows", rows.rows());
        metrics.putAll(Evaluation.of(spark, model, rows, context).values());
        return metrics;
    }

    private boolean episodic() {
        return model.spec().model().episodic();
    }

    private <S> Map<String, Object> episodes(TrainedModel<S> few, String data, String labels) {
        JavaRDD<Shard> shards = EpisodeData.other(spark, few.spec(), few.input(), few.standardisation(), data, labels);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        EpisodicModel<S> episodes = few.job().episodes().orElseThrow();
        EpisodeData.requireEpisodes(shards, episodes.judged());
        return new LinkedHashMap<>(
                EpisodeScores.of(context, few, episodes, shards).metrics().values());
    }

    /**
     * Which latents of a model of rows have collapsed, and why.
     *
     * @param data rows to look at, the first {@value #DIAGNOSED_ROWS}; those of the training when empty
     */
    public CollapseDiagnosis diagnose(String data, String labels) {
        LatentDiagnosis.requireLatents(model);
        DataSpec own = model.spec().data();
        DataSource source = data.isEmpty()
                ? TrainingData.source(own, own.train(), own.trainLabels())
                : TrainingData.source(own, data, labels);
        Shards rows = TrainingData.other(spark, model.spec(), model.input(), model.standardisation(), source, true);
        List<Batch> parts = rows
                .rdd()
                .map(shard -> new Shard(
                        shard.index(),
                        shard.shards(),
                        shard.totalRows(),
                        shard.examples().slice(0, Math.min(shard.examples().rows(), DIAGNOSED_ROWS / shard.shards()))))
                .collect()
                .stream()
                .map(Shard::examples)
                .toList();
        return LatentDiagnosis.of(
                model, Batch.concatenated(parts, model.input().featureNames().size(), false));
    }

    /**
     * Writes a prediction for each row, in the order of the rows.
     *
     * @param support rows with targets to learn the rows' tasks from, for a model of episodes; empty for others
     * @return how many rows
     */
    public long predict(String data, String support, String out, boolean force) {
        if (episodic() == support.isEmpty()) {
            throw new SpecException(
                    episodic()
                            ? "predict: nothing to learn the task from: model.name="
                                    + model.spec().model().name()
                                    + "; give rows of it with their targets: --support URI"
                            : "predict: this model learns nothing from a support: model.name="
                                    + model.spec().model().name() + " support=" + support + "; leave --support out");
        }
        if (episodic()) {
            TaskPredictions predictions = TaskPredictions.of(spark, model, data, support);
            write(predictions.rows(), predictions.schema(), out, force);
            return predictions.count();
        }
        DataSource source = TrainingData.source(model.spec().data(), data, "");
        Shards rows = TrainingData.unlabelled(spark, model.spec(), model.input(), model.standardisation(), source);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Optional<GenerativeModel> generative = model.job().generative();
        if (generative.isPresent()) {
            return latents(generative.get(), rows, context, out, force);
        }
        Predictive predictions = Predictive.of(model, false);
        Broadcast<PosteriorDraws> draws = context.broadcast(PosteriorDraws.of(model));
        StructType schema = PredictionRows.schema(model.network().observation());
        int columns = schema.size() - 1;
        try {
            JavaRDD<Row> table = rows.rdd()
                    .flatMap(shard -> PredictionRows.of(shard, predictions.of(shard.examples(), draws.value()), columns)
                            .iterator());
            write(table, schema, out, force);
            return rows.rows();
        } finally {
            draws.destroy();
        }
    }

    /** A model of rows has no targets: what it makes of a row are its latents. */
    private long latents(GenerativeModel generative, Shards rows, JavaSparkContext context, String out, boolean force) {
        Broadcast<float[]> theta = context.broadcast(model.posterior().meanTheta());
        try {
            write(
                    GenerativeScores.latents(model, generative, rows, theta),
                    GenerativeScores.schema(model, generative),
                    out,
                    force);
            return rows.rows();
        } finally {
            theta.destroy();
        }
    }

    private void write(JavaRDD<Row> table, StructType schema, String out, boolean force) {
        String lower = out.toLowerCase(Locale.ROOT);
        String format = lower.endsWith(".csv") ? "csv" : lower.endsWith(".json") ? "json" : "parquet";
        try {
            spark.createDataFrame(table, schema)
                    .sort("row")
                    .write()
                    .format(format)
                    .option("header", "true")
                    .mode(force ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                    .save(out);
        } catch (Exception e) {
            if (e.getMessage() != null && e.getMessage().contains("PATH_ALREADY_EXISTS")) {
                throw new SpecException("output: exists: out=" + out + "; choose another or add --force to replace it");
            }
            RuntimeException original = Failures.original(e);
            throw original instanceof IllegalArgumentException && original.getMessage() != null
                    ? new DataException(original.getMessage(), original)
                    : original;
        }
    }
}
