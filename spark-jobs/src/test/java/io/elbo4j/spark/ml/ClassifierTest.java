package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.serve.Scorer;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassifierTest {

    private static final int ROWS = 150;

    @TempDir
    Path folder;

    private SparkSession spark;
    private Dataset<Row> rows;
    private SparseBayesianClassifier classifier;
    private SparseBayesianClassificationModel model;

    @BeforeAll
    void fit(SparkSession session) {
        spark = session;
        rows = Frames.classes(spark, ROWS);
        classifier = Frames.classifier();
        model = classifier.fit(rows);
    }

    @Test
    void model_knowsWhereItComesFrom() {
        assertSame(classifier, model.parent());
        assertEquals(classifier.uid(), model.uid());
        assertEquals(Frames.WIDTH, model.numFeatures());
        assertEquals(3, model.numClasses());
        assertEquals(8, model.getSamples());
        SparseBayesianClassificationModel copy = model.copy(new ParamMap());
        assertSame(classifier, copy.parent());
        assertEquals(model.toString(), copy.toString());
        assertSame(model.trained(), copy.trained());
    }

    @Test
    void predictions_areDistributions() {
        int right = 0;
        for (Row row : model.transform(rows).collectAsList()) {
            double[] p = row.<Vector>getAs("probability").toArray();
            double entropy =
                    Arrays.stream(p).map(each -> -each * Math.log(each)).sum();
            assertEquals(1, Arrays.stream(p).sum(), 1e-9);
            assertEquals(entropy, row.<Double>getAs("predictiveEntropy"), 1e-9);
            double information = row.<Double>getAs("mutualInformation");
            assertTrue(information >= 0 && information <= entropy, () -> "information=" + information);
            double[] raw = row.<Vector>getAs("rawPrediction").toArray();
            assertEquals(Math.log(p[1]), raw[1], 1e-9);
            double best = row.<Double>getAs("prediction");
            assertEquals(Arrays.stream(p).max().orElseThrow(), p[(int) best]);
            right += best == row.<Double>getAs("label") ? 1 : 0;
        }
        // Bayes' rule with the true means is right in 0.85 of the rows.
        assertTrue(right > 0.75 * ROWS, "right=" + right);
    }

    @Test
    void result_dependsOnTheRowsAlone() {
        Dataset<Row> spread = rows.repartitionByRange(5, functions.col("id")).sortWithinPartitions("id");
        assertEquals(table(model), table(classifier.copy(new ParamMap()).fit(spread)));
        assertNotEquals(
                table(model), table(classifier.copy(new ParamMap()).setSeed(2).fit(rows)));
    }

    @Test
    void mixture_isAskedForBySettings_andPredictsWithEveryComponent() {
        SparseBayesianClassificationModel two = Frames.classifier()
                .setSettings(Frames.classifier().getSettings() + ", model.components = 2")
                .fit(rows);
        assertEquals(2 * model.summary().activeWeights(), two.summary().activeWeights());
        int right = 0;
        for (Row row : two.transform(rows).collectAsList()) {
            right += row.<Double>getAs("prediction").equals(row.<Double>getAs("label")) ? 1 : 0;
        }
        assertTrue(right > 0.75 * ROWS, "right=" + right);
        IllegalArgumentException few = assertThrows(
                IllegalArgumentException.class,
                () -> two.copy(new ParamMap()).setSamples(1).transform(rows));
        assertTrue(String.valueOf(few.getMessage()).contains("draws=1 components=2"), few::toString);
    }

    @Test
    void spikesAndTemperature_areOfPredictions_whateverRowsAreBeside() {
        SparseBayesianClassificationModel spiked = Frames.classifier()
                .setSettings(Frames.classifier().getSettings()
                        + ", evaluate { spikeSd = [0.3, 0.3], logitTemperature = 0.8 }")
                .fit(rows);
        assertEquals(model.trained().posterior(), spiked.trained().posterior());
        assertNotEquals(table(model), table(spiked));
        Row alone =
                spiked.transform(rows.where("id = 77")).select("probability").first();
        Row among =
                spiked.transform(rows).where("id = 77").select("probability").first();
        assertEquals(among, alone);
    }

    @Test
    void training_leavesNothingOnTheCluster_andItsFiguresInSparksSinks() throws JMException {
        int before = spark.sparkContext().getPersistentRDDs().size();
        spark.sparkContext().setJobGroup("mine", "my work", false);
        TrainingSummary summary;
        try {
            summary = Frames.classifier().setEpochs(2).fit(rows).summary();
            assertEquals("mine", spark.sparkContext().getLocalProperty("spark.jobGroup.id"));
        } finally {
            spark.sparkContext().clearJobGroup();
        }
        assertEquals(before, spark.sparkContext().getPersistentRDDs().size());
        Map<String, Object> last = summary.history().get(summary.rounds() - 1);
        assertEquals((double) summary.rounds(), gauge("round"));
        assertEquals((double) summary.rounds(), gauge("rounds"));
        assertEquals(last.get("elbo"), gauge("elbo"));
        assertEquals(last.get("activeWeights"), gauge("activeWeights"));
        assertEquals(summary.metrics().get("bytesReduced"), ((Double) gauge("bytesReduced")).longValue());
        assertEquals(0, gauge("runningTrainings"));
    }

    /** As a JMX client reads it. */
    private Object gauge(String name) throws JMException {
        String bean =
                "metrics:name=" + spark.sparkContext().applicationId() + ".driver.elbo4j." + name + ",type=gauges";
        return ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(bean), "Value");
    }

    @Test
    void summary_tellsRoundsAndBound() {
        TrainingSummary summary = model.summary();
        assertTrue(model.hasSummary());
        assertEquals(summary.rounds(), summary.history().size());
        double[] elbo = summary.elboHistory();
        assertTrue(elbo.length >= 3 && elbo[elbo.length - 1] > elbo[0], Arrays.toString(elbo));
        // 4·8 + 8·3 weights at density 0.5; each layer rounds its part.
        assertTrue(Math.abs(28 - summary.activeWeights()) <= 1, () -> "active=" + summary.activeWeights());
        assertEquals(56, summary.totalWeights());
        assertTrue(summary.seconds() > 0);
    }

    @Test
    void saved_isReadBackWithEqualPredictions() throws IOException {
        String path = folder.resolve("model").toString();
        model.save(path);
        assertThrows(IOException.class, () -> model.save(path));
        model.write().overwrite().save(path);
        SparseBayesianClassificationModel read = SparseBayesianClassificationModel.load(path);
        assertEquals(model.uid(), read.uid());
        assertEquals(table(model), table(read));
        assertFalse(read.hasSummary());
        assertThrows(IllegalStateException.class, read::summary);
        // The posterior in it is a model as any other.
        Row first = Frames.classRows(1).get(0);
        float[] features = new float[Frames.WIDTH];
        for (int c = 0; c < features.length; c++) {
            features[c] = (float) first.<Vector>getAs(1).apply(c);
        }
        ClassPrediction scored =
                (ClassPrediction) Scorer.open(Path.of(path, "posterior")).score(features);
        assertArrayEquals(
                scored.probabilities(),
                read.transform(rows)
                        .where("id = 0")
                        .first()
                        .<Vector>getAs("probability")
                        .toArray(),
                1e-12);
        String other = folder.resolve("estimator").toString();
        SparseBayesianClassifier changed = Frames.classifier().setInitialModel(model);
        changed.save(other);
        SparseBayesianClassifier again = SparseBayesianClassifier.load(other);
        Frames.assertSameParams(changed, again);
        assertEquals(table(changed.fit(rows)), table(again.fit(rows)));
    }

    @Test
    void initialModel_isThePrior() {
        Dataset<Row> more = Frames.classes(spark, 2 * ROWS).where("id >= " + ROWS);
        SparseBayesianClassificationModel next =
                Frames.classifier().setInitialModel(model).fit(more);
        assertEquals(2 * ROWS, next.trained().input().earlier().orElseThrow().rows() + ROWS);
        assertEquals(model.trained().standardisation(), next.trained().standardisation());
        String message = String.valueOf(assertThrows(
                        SpecException.class,
                        () -> Frames.classifier()
                                .setHiddenLayers(new int[] {9})
                                .setInitialModel(model)
                                .fit(more))
                .getMessage());
        assertTrue(message.startsWith("prior: of another architecture: key=network.layers"), message);
    }

    @Test
    void posteriorDraws_areThoseOfThePrediction() {
        List<Row> one = draws(model.copy(new ParamMap()).setPosteriorDraw("run"));
        List<Row> first = draws(model.copy(new ParamMap()).setSamples(1).setPosteriorDraw("run"));
        List<Row> another =
                draws(model.copy(new ParamMap()).setPosteriorDraw("run").setSeed(5));
        List<Row> each = draws(model.copy(new ParamMap()).setPosteriorDraw("row"));
        assertEquals(one, first);
        assertNotEquals(one, another);
        assertNotEquals(one, each);
        assertEquals(each, draws(model.copy(new ParamMap()).setPosteriorDraw("row")));
        // Every row has one of the eight, and all of them occur.
        long same = 0;
        for (int i = 0; i < ROWS; i++) {
            same += one.get(i).equals(each.get(i)) ? 1 : 0;
        }
        assertTrue(same > 0 && same < ROWS / 2, "rows with draw 0: " + same);
        SparseBayesianClassificationModel single = model.copy(new ParamMap()).setSamples(1);
        assertArrayEquals(
                single.transform(rows).first().<Vector>getAs("probability").toArray(),
                one.get(0).<Vector>getAs(0).toArray(),
                1e-6);
    }

    private List<Row> draws(SparseBayesianClassificationModel drawing) {
        return drawing.transform(rows).select("posteriorDraw").collectAsList();
    }

    @Test
    void pipeline_numbersTextsAndNamesPredictions() throws IOException {
        Dataset<Row> texts = rows.withColumn("kind", functions.expr("concat('k', cast(label as int))"))
                .drop("label");
        StringIndexerModel indexer =
                new StringIndexer().setInputCol("kind").setOutputCol("label").fit(texts);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            indexer,
            Frames.classifier(),
            new IndexToString().setInputCol("prediction").setOutputCol("named").setLabels(indexer.labelsArray()[0])
        });
        String path = folder.resolve("pipeline").toString();
        PipelineModel fitted = pipeline.fit(texts);
        fitted.save(path);
        Dataset<Row> named = PipelineModel.load(path).transform(texts);
        assertEquals(
                fitted.transformSchema(texts.schema()).simpleString(),
                named.schema().simpleString());
        assertTrue(named.where("named = kind").count() > 0.75 * ROWS);
        // What the indexer wrote about its column is still there.
        assertTrue(named.schema().apply("label").metadata().contains("ml_attr"));
    }

    @Test
    void crossValidation_choosesByNll() {
        SparseBayesianClassifier tuned = Frames.classifier().setEpochs(5);
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(tuned.learningRate(), new double[] {1e-6, 0.1})
                .build();
        CrossValidatorModel chosen = new CrossValidator()
                .setEstimator(tuned)
                .setEvaluator(new ClassProbabilityEvaluator())
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setParallelism(2)
                .fit(rows);
        assertTrue(chosen.avgMetrics()[1] < chosen.avgMetrics()[0], Arrays.toString(chosen.avgMetrics()));
        SparseBayesianClassifier parent =
                (SparseBayesianClassifier) chosen.bestModel().parent();
        assertEquals(0.1, parent.getLearningRate());
        TrainValidationSplitModel split = new TrainValidationSplit()
                .setEstimator(tuned)
                .setEvaluator(new ClassProbabilityEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(new ParamMap[] {grid[1]})
                .fit(rows);
        assertTrue(split.validationMetrics()[0] > 0.4, Arrays.toString(split.validationMetrics()));
    }

    private List<Row> table(SparseBayesianClassificationModel used) {
        List<Row> table = new ArrayList<>(used.transform(rows).collectAsList());
        table.sort(Comparator.comparingInt(row -> row.<Integer>getAs("id")));
        return table;
    }
}
