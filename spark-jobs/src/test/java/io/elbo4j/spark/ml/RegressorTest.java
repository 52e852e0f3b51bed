package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class RegressorTest {

    private static final int ROWS = 200;

    @TempDir
    Path folder;

    @Test
    void sparseNetwork_learnsMeanAndNoise(SparkSession spark) throws IOException {
        Dataset<Row> rows = Frames.values(spark, ROWS);
        SparseBayesianRegressionModel model =
                Frames.regressor().setQuantilesCol("quantiles").fit(rows);
        Dataset<Row> scored = model.copy(new ParamMap()).setQuantilesCol("").transform(rows);
        double rmse = new PredictiveNormalEvaluator().setMetricName("rmse").evaluate(scored);
        double nll = new PredictiveNormalEvaluator().evaluate(scored);
        // The noise's sd is 0.5, that of the label 2.3; ln 0.5 + ½ ln 2πe = 0.73.
        assertTrue(rmse < 1, "rmse=" + rmse);
        assertTrue(nll < 1.4, "nll=" + nll);
        Row first = model.transform(rows).first();
        double[] quantiles = first.<Vector>getAs("quantiles").toArray();
        double sd = Math.hypot(first.<Double>getAs("aleatoricSd"), first.<Double>getAs("epistemicSd"));
        double mean = first.<Double>getAs("prediction");
        assertArrayEquals(new double[] {mean - 1.645 * sd, mean, mean + 1.645 * sd}, quantiles, 0.25 * sd);
        String path = folder.resolve("model").toString();
        model.save(path);
        assertEquals(table(model, rows), table(SparseBayesianRegressionModel.load(path), rows));
    }

    @Test
    void linearRegression_isTheConjugatePosterior(SparkSession spark) throws IOException {
        Dataset<Row> rows = Frames.values(spark, ROWS);
        BayesianLinearRegression linear = new BayesianLinearRegression()
                .setNoiseVariance(0.05)
                .setShards(3)
                .setSamples(400);
        BayesianLinearRegressionModel model = linear.fit(rows);
        assertEquals(1, model.summary().rounds());
        double worst = 0;
        for (Row row : model.transform(rows).collectAsList()) {
            double[] x = row.<Vector>getAs("features").toArray();
            worst = Math.max(worst, Math.abs(row.<Double>getAs("prediction") - (3 + 2 * x[0] - x[1])));
        }
        // Five coefficients from 200 rows with noise of sd 0.5 have standard errors of 0.035.
        assertTrue(worst < 0.5, "worst=" + worst);
        // Without weights' doubt: noise variance 0.05 where the label has variance 1.
        double labelSd = model.trained().standardisation().targetSd();
        assertEquals(Math.sqrt(0.05) * labelSd, model.transform(rows).first().<Double>getAs("aleatoricSd"), 1e-6);
        String path = folder.resolve("linear").toString();
        model.save(path);
        assertEquals(table(model, rows), table(BayesianLinearRegressionModel.load(path), rows));
        Frames.assertSameParams(linear, saved(linear, folder.resolve("estimator")));
    }

    private static BayesianLinearRegression saved(BayesianLinearRegression linear, Path path) throws IOException {
        linear.save(path.toString());
        return BayesianLinearRegression.load(path.toString());
    }

    @Test
    void halves_learnedInTurn_areTheWhole(SparkSession spark) {
        Dataset<Row> rows = Frames.values(spark, ROWS);
        // Scales are those of the first half, so the whole is learned on them too: as a third step from no rows at all.
        BayesianLinearRegression linear = new BayesianLinearRegression()
                .setShards(2)
                .setFitIntercept(false)
                .setSettings("data.standardise = false, data.standardiseTarget = false");
        BayesianLinearRegressionModel whole = linear.fit(rows);
        BayesianLinearRegressionModel half = linear.fit(rows.where("id < 100"));
        BayesianLinearRegressionModel both =
                linear.copy(new ParamMap()).setInitialModel(half).fit(rows.where("id >= 100"));
        float[] expected = whole.trained().posterior().meanTheta();
        float[] found = both.trained().posterior().meanTheta();
        assertArrayEquals(expected, found, 1e-5f);
    }

    @Test
    void rowsOfWeights_areRowsThatOften(SparkSession spark) {
        Dataset<Row> rows = Frames.values(spark, 60).withColumn("times", functions.expr("id % 3"));
        Dataset<Row> repeated = rows.where("times > 0")
                .withColumn("copy", functions.expr("explode(sequence(1, times))"))
                .drop("copy");
        BayesianLinearRegression linear = new BayesianLinearRegression().setShards(2);
        BayesianLinearRegressionModel expected = linear.fit(repeated);
        BayesianLinearRegressionModel found =
                linear.copy(new ParamMap()).setWeightCol("times").fit(rows);
        assertArrayEquals(
                expected.trained().posterior().meanTheta(),
                found.trained().posterior().meanTheta(),
                1e-5f);
        assertEquals(expected.summary().elboHistory()[0], found.summary().elboHistory()[0], 1e-4);
        assertEquals(
                expected.trained().standardisation().targetSd(),
                found.trained().standardisation().targetSd(),
                1e-9);
    }

    @Test
    void drawsOfARun_areOneFunction(SparkSession spark) {
        Dataset<Row> rows = Frames.values(spark, 60);
        BayesianLinearRegressionModel model = new BayesianLinearRegression()
                .setPosteriorDraw("run")
                .setPosteriorDrawCol("drawn")
                .setShards(1)
                .fit(rows);
        List<Row> drawn = model.transform(rows).select("features", "drawn").collectAsList();
        // A draw of linear regression is a linear function: midpoints are in the middle.
        double[] a = drawn.get(0).<Vector>getAs(0).toArray();
        double[] b = drawn.get(1).<Vector>getAs(0).toArray();
        double[] middle = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            middle[i] = (a[i] + b[i]) / 2;
        }
        Dataset<Row> between = spark.createDataFrame(
                List.of(Frames.row(0, org.apache.spark.ml.linalg.Vectors.dense(middle), 0)), Frames.schema());
        double expected = (drawn.get(0).getDouble(1) + drawn.get(1).getDouble(1)) / 2;
        assertEquals(expected, model.transform(between).first().<Double>getAs("drawn"), 1e-4);
    }

    private static List<Row> table(PosteriorModel<?> model, Dataset<Row> rows) {
        return model.transform(rows).collectAsList();
    }
}
