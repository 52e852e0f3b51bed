package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small DataFrames, always the same. */
final class Frames {

    static final int WIDTH = 4;

    private Frames() {}

    static StructType schema() {
        return new StructType()
                .add("id", DataTypes.IntegerType)
                .add("features", SQLDataTypes.VectorType())
                .add("label", DataTypes.DoubleType);
    }

    static Row row(int id, Vector features, double label) {
        return RowFactory.create(id, features, label);
    }

    /** Three normals in four dimensions, one a class, two standard deviations from the origin. */
    static List<Row> classRows(int rows) {
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int label = i % 3;
            double[] x = noise(i);
            x[label] += 2;
            made.add(row(i, Vectors.dense(x), label));
        }
        return made;
    }

    static Dataset<Row> classes(SparkSession spark, int rows) {
        return spark.createDataFrame(classRows(rows), schema());
    }

    /** y = 3 + 2 x₀ − x₁ + noise of sd 0.5. */
    static Dataset<Row> values(SparkSession spark, int rows) {
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double[] x = noise(i);
            made.add(row(
                    i, Vectors.dense(x), 3 + 2 * x[0] - x[1] + 0.5 * Key.of(12).gaussian(i)));
        }
        return spark.createDataFrame(made, schema());
    }

    static double[] noise(int row) {
        double[] x = new double[WIDTH];
        for (int c = 0; c < WIDTH; c++) {
            x[c] = Key.of(11).fold(row).gaussian(c);
        }
        return x;
    }

    /** Same uid, and each Param set to the same value or not at all. */
    static void assertSameParams(Params expected, Params found) {
        assertEquals(expected.uid(), found.uid());
        for (Param<?> param : expected.params()) {
            assertEquals(expected.isSet(param), found.isSet(param), param.name());
            Object[] values = {expected.getOrDefault(param), found.getOrDefault(found.getParam(param.name()))};
            assertTrue(Arrays.deepEquals(new Object[] {values[0]}, new Object[] {values[1]}), param.name());
        }
    }

    /** Trains in a second. */
    static SparseBayesianClassifier classifier() {
        return new SparseBayesianClassifier()
                .setHiddenLayers(new int[] {8})
                .setDensity(0.5)
                .setEpochs(20)
                .setBatchSize(10)
                .setShards(2)
                .setSamples(8)
                .setSettings("cluster.localSteps = 30, model.support.everySteps = 50");
    }

    /** Trains in a second. */
    static SparseBayesianRegressor regressor() {
        return new SparseBayesianRegressor()
                .setHiddenLayers(new int[] {8})
                .setDensity(0.5)
                .setEpochs(40)
                .setBatchSize(10)
                .setShards(2)
                .setSamples(8)
                .setSettings("cluster.localSteps = 60, model.support.everySteps = 50");
    }
}
