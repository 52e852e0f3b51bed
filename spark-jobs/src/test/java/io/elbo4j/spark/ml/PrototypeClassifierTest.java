package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two classes first, the third alone afterwards. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrototypeClassifierTest {

    private static final int ROWS = 150;

    @TempDir
    Path folder;

    private Dataset<Row> rows;
    private PrototypeClassifier next;
    private PrototypeClassificationModel model;

    @BeforeAll
    void fitInTurn(SparkSession spark) {
        rows = Frames.classes(spark, ROWS);
        PrototypeClassifier classifier = new PrototypeClassifier()
                .setEncoderLayers(new int[] {8, 3})
                .setMemory(30)
                .setNoiseVariance(0.5)
                .setEpochs(10)
                .setBatchSize(10)
                .setLearningRate(0.01)
                .setShards(2)
                .setSettings("likelihood.classes = 3, cluster.localSteps = 25");
        PrototypeClassificationModel first = classifier.fit(rows.where("label < 2"));
        next = classifier.copy(new ParamMap()).setInitialModel(first);
        model = next.fit(rows.where("label = 2"));
    }

    @Test
    void newClass_isLearned_andTheOldOnesAreKept() {
        assertEquals(3, model.numClasses());
        assertEquals(Frames.WIDTH, model.numFeatures());
        assertTrue(model.hasSummary());
        int[] right = new int[3];
        for (Row row : table(model)) {
            double[] p = row.<Vector>getAs("probability").toArray();
            assertEquals(1, Arrays.stream(p).sum(), 1e-6);
            double entropy = Arrays.stream(p)
                    .map(each -> each > 0 ? -each * Math.log(each) : 0)
                    .sum();
            assertEquals(entropy, row.<Double>getAs("predictiveEntropy"), 1e-6);
            double best = row.<Double>getAs("prediction");
            assertEquals(Arrays.stream(p).max().orElseThrow(), p[(int) best]);
            right[(int) best] += best == row.<Double>getAs("label") ? 1 : 0;
        }
        // A class that was forgotten would have none; Bayes' rule with the true means is right in 0.85 of all rows.
        for (int each : right) {
            assertTrue(each > 0.5 * ROWS / 3, Arrays.toString(right));
        }
    }

    @Test
    void columns_areThoseOfOneFunction() {
        assertEquals(
                List.of("id", "features", "label", "rawPrediction", "probability", "prediction", "predictiveEntropy"),
                List.of(next.transformSchema(rows.schema()).fieldNames()));
        assertFalse(next.hasParam("samples") || next.hasParam("mutualInformationCol"), "nothing is drawn");
    }

    @Test
    void saved_isReadBack_andGoesOnToTheSame() throws IOException {
        String path = folder.resolve("model").toString();
        model.save(path);
        assertEquals(table(model), table(PrototypeClassificationModel.load(path)));
        String estimator = folder.resolve("estimator").toString();
        next.save(estimator);
        PrototypeClassifier again = PrototypeClassifier.load(estimator);
        Frames.assertSameParams(next, again);
        assertEquals(table(model), table(again.fit(rows.where("label = 2"))));
    }

    @Test
    void whatCannotBe_isNamed() {
        Dataset<Row> fourth = rows.where("label = 2").withColumn("label", functions.lit(3.0));
        String message = String.valueOf(
                assertThrows(DataException.class, () -> next.fit(fourth)).getMessage());
        assertTrue(message.startsWith("data: a class that prior.model does not know: class=3 classes=3"), message);
        refused("memory", () -> next.copy(new ParamMap()).setSettings("protocl.memory = 5"));
        refused("train.optimiser=ivon", () -> next.copy(new ParamMap()).setSettings("train.optimiser = ivon"));
        refused("network.layers", () -> next.copy(new ParamMap()).setEncoderLayers(new int[] {9, 3}));
    }

    private void refused(String part, Supplier<PrototypeClassifier> made) {
        String message = String.valueOf(
                assertThrows(SpecException.class, () -> made.get().fit(rows)).getMessage());
        assertTrue(message.contains(part), message);
    }

    private List<Row> table(PrototypeClassificationModel scoring) {
        return scoring.transform(rows).collectAsList();
    }
}
