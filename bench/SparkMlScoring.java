import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.randn;

import io.elbo4j.spark.ml.SparseBayesianClassifier;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows a second of 64-100-10 networks on a DataFrame: the sparse one with ten draws, MLlib's dense one once for each of them; and the heap
 * that is still in use after each turn. Run as a source file by spark-ml.sh; the argument is the number of rows.
 */
public final class SparkMlScoring {

    private static final int FEATURES = 64;
    private static final int CLASSES = 10;
    private static final int DRAWS = 10;
    private static final int TURNS = 3;

    public static void main(String[] arguments) {
        int rows = Integer.parseInt(arguments[0]);
        Dataset<Row> all = rows(SparkSession.builder().getOrCreate(), rows).persist(StorageLevel.MEMORY_ONLY());
        all.count();
        Dataset<Row> few = all.limit(2000).cache();
        Transformer ours = new SparseBayesianClassifier().setEpochs(1).setSamples(DRAWS).fit(few);
        Transformer dense = new MultilayerPerceptronClassifier()
                .setLayers(new int[] {FEATURES, 100, CLASSES})
                .setMaxIter(1)
                .fit(few);
        for (int turn = 1; turn <= TURNS; turn++) {
            double sparse = seconds(ours.transform(all));
            long after = heapMebibytes();
            double once = seconds(dense.transform(all));
            System.out.printf(
                    Locale.ROOT,
                    "{\"kind\": \"score\", \"turn\": %d, \"rows\": %d, \"oursRowsPerSecond\": %.0f,"
                            + " \"perceptronRowsPerSecondOnePass\": %.0f, \"ratioToTenPasses\": %.2f, \"heapMiBAfterOurs\": %d}%n",
                    turn, rows, rows / sparse, rows / once, DRAWS * once / sparse, after);
        }
    }

    private static Dataset<Row> rows(SparkSession spark, int rows) {
        Column[] normals = IntStream.range(0, FEATURES).mapToObj(c -> randn(c)).toArray(Column[]::new);
        return spark.range(0, rows, 1, 4)
                .select(array(normals).as("numbers"))
                .select(array_to_vector(col("numbers")).as("features"))
                .withColumn("label", pmod(hash(col("features")), lit(CLASSES)).cast("double"));
    }

    /** Every output column is computed; nothing is kept. */
    private static double seconds(Dataset<Row> scored) {
        long start = System.nanoTime();
        scored.write().format("noop").mode("overwrite").save();
        return (System.nanoTime() - start) * 1e-9;
    }

    /** In use after a collection, the cached rows among it. */
    private static long heapMebibytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
