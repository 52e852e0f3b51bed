package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class EvaluatorTest {

    @TempDir
    Path folder;

    @Test
    void classFigures_areThoseByHand(SparkSession spark) throws IOException {
        StructType schema =
                new StructType().add("label", DataTypes.IntegerType).add("probability", SQLDataTypes.VectorType());
        Dataset<Row> rows = spark.createDataFrame(
                List.of(
                        RowFactory.create(0, Vectors.dense(0.75, 0.25)),
                        RowFactory.create(1, Vectors.dense(0.75, 0.25)),
                        RowFactory.create(1, Vectors.sparse(2, new int[] {1}, new double[] {1})),
                        RowFactory.create(0, Vectors.dense(0, 1))),
                schema);
        assertEquals(0.5, figure("accuracy").evaluate(rows));
        assertEquals(
                -(Math.log(0.75) + Math.log(0.25) + Math.log(1e-15)) / 4,
                figure("nll").evaluate(rows),
                1e-12);
        assertEquals((0.125 + 1.125 + 0 + 2) / 4, figure("brier").evaluate(rows), 1e-12);
        // Two rows of confidence 0.75, half of them right; two of confidence 1, half of them right.
        assertEquals(0.5 * 0.25 + 0.5 * 0.5, figure("ece").evaluate(rows), 1e-12);
        assertTrue(figure("accuracy").isLargerBetter());
        assertFalse(figure("ece").isLargerBetter());
        String path = folder.resolve("evaluator").toString();
        ClassProbabilityEvaluator brier = figure("brier");
        brier.save(path);
        Frames.assertSameParams(brier, ClassProbabilityEvaluator.load(path));
    }

    private static ClassProbabilityEvaluator figure(String name) {
        return new ClassProbabilityEvaluator().setMetricName(name);
    }

    @Test
    void valueFigures_areThoseByHand(SparkSession spark) {
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType)
                .add("prediction", DataTypes.DoubleType)
                .add("aleatoricSd", DataTypes.DoubleType)
                .add("epistemicSd", DataTypes.DoubleType);
        Dataset<Row> rows = spark.createDataFrame(
                List.of(RowFactory.create(1.0, 4.0, 3.0, 4.0), RowFactory.create(2.0, 2.0, 0.6, 0.8)), schema);
        PredictiveNormalEvaluator nll = new PredictiveNormalEvaluator();
        // Variances 25 and 1.
        double expected = 0.5 * Math.log(2 * Math.PI) + 0.25 * (Math.log(25) + 9.0 / 25);
        assertEquals(expected, nll.evaluate(rows), 1e-12);
        assertEquals(
                Math.sqrt(4.5),
                nll.copy(new org.apache.spark.ml.param.ParamMap())
                        .setMetricName("rmse")
                        .evaluate(rows),
                1e-12);
        assertFalse(nll.isLargerBetter());
    }
}
