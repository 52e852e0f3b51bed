import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.sqrt;

import io.elbo4j.spark.ml.BayesianLinearRegression;
import io.elbo4j.spark.ml.BayesianLinearRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A regression with intervals, which learns the second week from the posterior of the first. Usage: examples/tutorial/run Intervals */
class Intervals {

    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder().appName("intervals").getOrCreate();
        BayesianLinearRegression regression = new BayesianLinearRegression().setNoiseVariance(0.0625);

        BayesianLinearRegressionModel monday = regression.fit(sales(spark, 30, 1));
        coverage("after 30 rows", monday.transform(sales(spark, 5000, 3)));

        // The posterior of the first rows is the prior of the next: the same as learning from all of them at once.
        BayesianLinearRegressionModel sunday = regression.setInitialModel(monday).fit(sales(spark, 2000, 2));
        coverage("after 2,030", sunday.transform(sales(spark, 5000, 3)));
    }

    /** Sales by temperature and price, with noise of standard deviation 2. */
    private static Dataset<Row> sales(SparkSession spark, long rows, long seed) {
        Column sales = col("temperature").multiply(0.8).minus(col("price").multiply(3)).plus(20).plus(randn(seed + 20).multiply(2));
        Dataset<Row> table = spark.range(0, rows, 1, 2)
                .withColumn("temperature", rand(seed).multiply(30))
                .withColumn("price", rand(seed + 10).multiply(4).plus(1))
                .withColumn("label", sales);
        return new VectorAssembler()
                .setInputCols(new String[] {"temperature", "price"})
                .setOutputCol("features")
                .transform(table);
    }

    /** How often the central 90 % of the prediction held the truth, and how wide it was. */
    private static void coverage(String when, Dataset<Row> scored) {
        Column sd = sqrt(col("aleatoricSd").multiply(col("aleatoricSd")).plus(col("epistemicSd").multiply(col("epistemicSd"))));
        Column inside = col("label").minus(col("prediction")).divide(sd).between(-1.645, 1.645).cast("double");
        Row mean = scored.select(inside.as("inside"), col("epistemicSd")).groupBy().avg().first();
        System.out.printf("%-14s 90 %% interval holds %.1f %% of the labels; doubt about the weights %.3f%n", when, 100 * mean.getDouble(0), mean.getDouble(1));
    }
}
