package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.codec.Parts;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal names the place and says what to do. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

    private static final int ROWS = 40;

    @TempDir
    Path folder;

    private SparkSession spark;
    private Dataset<Row> rows;
    private SparseBayesianClassificationModel model;

    @BeforeAll
    void fit(SparkSession session) {
        spark = session;
        rows = Frames.classes(spark, ROWS);
        model = Frames.classifier().setEpochs(1).fit(rows);
    }

    @Test
    void columns_areNamed() {
        refused(
                "data: no such column: featuresCol=pixels columns=[id, features, label]; set featuresCol",
                () -> Frames.classifier().setFeaturesCol("pixels").fit(rows));
        refused(
                "data: column has another type: featuresCol=id found=int expected=vector; Spark ML's VectorAssembler",
                () -> model.copy(new ParamMap()).setFeaturesCol("id").transform(rows));
        refused(
                "data: column has another type: labelCol=label found=string expected=a number; Spark ML's"
                        + " StringIndexer",
                () -> Frames.classifier()
                        .fit(rows.withColumn("label", rows.col("label").cast(DataTypes.StringType))));
        refused(
                "data: column is there already: column=prediction",
                () -> model.transform(rows.withColumn("prediction", rows.col("label"))));
        refused(
                "data: column is there already: column=probability",
                () -> Frames.classifier().setPredictionCol("probability").transformSchema(rows.schema()));
    }

    @Test
    void rows_areNamedInTraining() {
        refused("data: cell is null: file=DataFrame row=6 column=features", fitting(5, null, 0));
        refused("data: cell is null: file=DataFrame row=31 column=label", fitting(30, Vectors.dense(1, 2, 3, 4), null));
        refused(
                "data: number is not finite: file=DataFrame row=6 column=features[2] value=NaN",
                fitting(5, Vectors.dense(1, 2, Double.NaN, 4), 0));
        refused(
                "data: vector has another length: file=DataFrame row=8 column=features length=5 expected=4",
                fitting(7, Vectors.sparse(5, new int[0], new double[0]), 0));
    }

    @Test
    void weights_areNamed() {
        BayesianLinearRegression linear =
                new BayesianLinearRegression().setWeightCol("times").setShards(2);
        refused("data: no such column: weightCol=times", () -> linear.fit(rows));
        refused("data: all weights are 0: column=times rows=40; ", () -> linear.fit(times("0")));
        String at = ": file=DataFrame row=6 column=times";
        refused("data: cell is null" + at, () -> linear.fit(times("if(id = 5, null, 1)")));
        refused("data: not a weight" + at + " value=-2.0", () -> linear.fit(times("if(id = 5, -2, 1)")));
        refused("data: not a weight" + at + " value=NaN", () -> linear.fit(times("if(id = 5, double('NaN'), 1)")));
        refused(
                "settings: weights of rows are for exact linear regression alone: weightCol=times",
                () -> linear.copy(new ParamMap()).setSettings("merge = pvi").fit(times("1")));
    }

    private Dataset<Row> times(String expression) {
        return rows.withColumn("times", functions.expr(expression));
    }

    @Test
    void labels_areWholeNumbersFromZero() {
        for (double label : new double[] {-1, 0.5}) {
            String message = refused("data: ", fitting(5, Vectors.dense(1, 2, 3, 4), label));
            assertTrue(message.contains("StringIndexer"), message);
        }
    }

    @Test
    void rows_areNamedInScoring() {
        for (@Nullable Vector wrong : new Vector[] {null, Vectors.dense(1, 2), Vectors.dense(1, 2, 3, 1e300)}) {
            Dataset<Row> bad = with(3, wrong, 0).coalesce(1);
            // Lazy: nothing is read here.
            Dataset<Row> scored = model.transform(bad);
            String message = refused("data: ", scored::collectAsList);
            assertTrue(message.contains(" file=DataFrame partition=0 row=4 column=features"), message);
        }
    }

    @Test
    void settings_areNamed() {
        refused("settings: unknown key: key=train.optimizer", settings("train.optimizer = adam"));
        refused(
                "settings: key has a place of its own: key=train.epochs value=20.0; set the Param epochs",
                settings("train.epochs = 3"));
        refused(
                "settings: key has a place of its own: key=model.name value=ssvi; it is what this estimator is",
                settings("model.name = mfvi"));
        refused("settings: key says nothing to an estimator: key=data.train", settings("data.train = digits"));
        refused("settings: cannot read", settings("train {"));
        refused(
                "settings: batch larger than a shard: train.batch=100",
                () -> Frames.classifier().setBatchSize(100).fit(rows));
        String said = String.valueOf(assertThrows(
                        SpecException.class,
                        () -> Frames.classifier().setBatchSize(100).fit(rows))
                .getMessage());
        assertTrue(said.contains("train.batch by setting the Param batchSize"), said);
        assertTrue(said.contains("cluster.shards by setting the Param shards"), said);
    }

    @Test
    void labelsThatTrainingNeverSaw_areNamedByTheEvaluator() {
        List<Row> more = new ArrayList<>(Frames.classRows(ROWS));
        more.add(Frames.row(ROWS, Vectors.dense(1, 2, 3, 4), 7));
        Dataset<Row> scored =
                model.transform(spark.createDataFrame(more, Frames.schema()).coalesce(1));
        refused(
                "evaluation: a label that training never saw: partition=0 row=41 column=label label=7 classes=3",
                () -> new ClassProbabilityEvaluator().evaluate(scored));
        refused(
                "data: no such column: labelCol=truth",
                () -> new ClassProbabilityEvaluator().setLabelCol("truth").evaluate(scored));
    }

    @Test
    void savedByANewerVersion_isRefusedByName() throws IOException {
        Path path = folder.resolve("newer");
        model.save(path.toString());
        HadoopFolder posterior =
                HadoopFolder.of(path.toString(), new Configuration()).inside("posterior");
        posterior.deleteAll();
        posterior.make();
        ModelFolder.write(posterior, new OfVersion99(), model.trained(), Map.of());
        String message = String.valueOf(
                assertThrows(CorruptModelException.class, () -> SparseBayesianClassificationModel.load(path.toString()))
                        .getMessage());
        assertTrue(message.contains("version=99 newestKnown=1; a newer Elbo4j wrote it"), message);
    }

    /** What a later Elbo4j will write. */
    private static final class OfVersion99 implements Codec<TrainedModel<?>> {

        @Override
        public String kind() {
            return TrainedModelCodec.INSTANCE.kind();
        }

        @Override
        public int version() {
            return 99;
        }

        @Override
        public Parts encode(TrainedModel<?> value) {
            return TrainedModelCodec.INSTANCE.encode(value);
        }

        @Override
        public TrainedModel<?> decode(Parts parts, int version) {
            throw new AssertionError("is only written");
        }
    }

    @Test
    void paramOfANewerVersion_isRefusedByName() throws IOException {
        Path path = folder.resolve("newerParam");
        new SparseBayesianClassifier().setDensity(0.25).save(path.toString());
        try (var files = Files.list(path.resolve("metadata"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("part-")) {
                    String text = Files.readString(file);
                    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
                    Files.writeString(file, text.replace("\"density\":0.25", "\"sparkle\":0.25"));
                }
            }
        }
        String message = String.valueOf(
                assertThrows(CorruptModelException.class, () -> SparseBayesianClassifier.load(path.toString()))
                        .getMessage());
        assertTrue(message.contains("sparkle") && message.contains("a newer Elbo4j wrote it"), message);
    }

    private Executable settings(String text) {
        return () -> Frames.classifier().setSettings(text).transformSchema(rows.schema());
    }

    private Executable fitting(int at, @Nullable Vector features, @Nullable Number label) {
        return () -> Frames.classifier().setEpochs(1).fit(with(at, features, label));
    }

    private Dataset<Row> with(int at, @Nullable Vector features, @Nullable Number label) {
        List<Row> changed = new ArrayList<>(Frames.classRows(ROWS));
        changed.set(at, RowFactory.create(at, features, label == null ? null : label.doubleValue()));
        return spark.createDataFrame(changed, Frames.schema());
    }

    /** The message of the refusal, which may come inside a failed Spark job. */
    private static String refused(String start, Executable work) {
        Throwable failure = assertThrows(Exception.class, work);
        while (!(failure instanceof DataException || failure instanceof SpecException) && failure.getCause() != null) {
            failure = failure.getCause();
        }
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith(start), message);
        assertTrue(message.contains("; "), message);
        return message;
    }

    @Test
    void evaluatorWithoutRows_saysSo() {
        assertEquals(
                "evaluation: no rows: rows=0; give at least one row",
                refused(
                        "evaluation: no rows",
                        () -> new ClassProbabilityEvaluator()
                                .evaluate(model.transform(rows).limit(0))));
    }
}
