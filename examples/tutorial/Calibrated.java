import static org.apache.spark.sql.functions.col;

import io.elbo4j.spark.ml.ClassProbabilityEvaluator;
import io.elbo4j.spark.ml.SparseBayesianClassifier;
import java.util.Arrays;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** From a CSV file to predictions that know how sure they are. Usage: examples/tutorial/run Calibrated [TRAIN.csv TEST.csv] */
class Calibrated {

    public static void main(String[] files) {
        SparkSession spark = SparkSession.builder().appName("calibrated").getOrCreate();
        Dataset<Row> train = table(spark, files.length > 0 ? files[0] : "data/digits-train.csv.gz");
        Dataset<Row> test = table(spark, files.length > 1 ? files[1] : "data/digits-test.csv.gz");

        String[] features =
                Arrays.stream(train.columns()).filter(name -> !name.equals("label")).toArray(String[]::new);
        PipelineModel model = new Pipeline()
                .setStages(new PipelineStage[] {
                    new VectorAssembler().setInputCols(features).setOutputCol("features"),
                    new SparseBayesianClassifier().setDensity(0.3).setEpochs(100).setLearningRate(0.3)
                })
                .fit(train);

        Dataset<Row> scored = model.transform(test).cache();
        for (String metric : new String[] {"accuracy", "nll", "ece"}) {
            System.out.printf("%-9s %.4f%n", metric, new ClassProbabilityEvaluator().setMetricName(metric).evaluate(scored));
        }
        System.out.println("the five rows it is least sure of:");
        scored.select("label", "prediction", "predictiveEntropy", "mutualInformation")
                .orderBy(col("predictiveEntropy").desc())
                .show(5);
    }

    private static Dataset<Row> table(SparkSession spark, String file) {
        return spark.read().option("header", true).option("inferSchema", true).csv(file);
    }
}
