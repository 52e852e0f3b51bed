package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.LocalSpark;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Folders that 0.1.0 wrote; every later version must read them. They are made anew, in a new place, by {@code -Dwrite.golden=FOLDER}
 * when a format gets a new version; the old ones stay.
 */
@ExtendWith(LocalSpark.class)
class GoldenModelTest {

    private static final double[] PROBABILITIES = {0.46079127032927764, 0.30726548278273064, 0.23194324688799176};

    @Test
    void foldersOf010_areRead(SparkSession spark) throws URISyntaxException {
        SparseBayesianClassificationModel model =
                SparseBayesianClassificationModel.load(golden("classification-model"));
        assertEquals("golden", model.uid());
        assertEquals(4, model.numFeatures());
        assertEquals(3, model.numClasses());
        assertEquals(8, model.getSamples());
        List<Row> scored = model.transform(Frames.classes(spark, 3)).collectAsList();
        assertArrayEquals(
                PROBABILITIES, scored.get(0).<Vector>getAs("probability").toArray(), 1e-6);
        SparseBayesianClassifier estimator = SparseBayesianClassifier.load(golden("classifier"));
        assertArrayEquals(new int[] {8}, estimator.getHiddenLayers());
        assertEquals(Frames.classifier().getSettings(), estimator.getSettings());
        assertTrue(estimator.initial().isPresent());
    }

    @Test
    void foldersOfToday_areWrittenOnRequest(SparkSession spark) throws IOException {
        String folder = System.getProperty("write.golden", "");
        if (!folder.isEmpty()) {
            SparseBayesianClassifier estimator = new SparseBayesianClassifier("golden")
                    .setHiddenLayers(new int[] {8})
                    .setDensity(0.5)
                    .setBatchSize(10)
                    .setShards(2)
                    .setSamples(8)
                    .setSettings(Frames.classifier().getSettings());
            SparseBayesianClassificationModel model = estimator.fit(Frames.classes(spark, 60));
            model.save(Path.of(folder, "classification-model").toString());
            estimator.setInitialModel(model).save(Path.of(folder, "classifier").toString());
            System.out.println(model.transform(Frames.classes(spark, 1)).first());
        }
    }

    private static String golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenModelTest.class.getResource("/spark-ml-0.1.0/" + name))
                        .toURI())
                .toString();
    }
}
