import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows as click and text models have them, and what MLlib's logistic regression needs for a pass over them. Run as a source
 * file by hashed-rows.sh.
 *
 * <p>{@code data FILE ROWS SEED} writes libsvm rows of 100 words out of 2^20, whose ranks follow Zipf's law (exponent 1) and are
 * scattered by a hash; a label is drawn from a logistic model with normal coefficients. {@code mllib TRAIN TEST SHARDS} fits twice,
 * for few and for more iterations, and prints the rows a second of the iterations in between, so that reading and starting cost
 * nothing, with the accuracy of the longer fit.
 */
public final class HashedRows {

    private static final int FEATURES = 1 << 20;
    private static final int WORDS = 100;
    private static final int FEW = 3;
    private static final int MORE = 23;

    private HashedRows() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("data")) {
            write(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
        } else {
            System.out.println(mllib(arguments[1], arguments[2], Integer.parseInt(arguments[3])));
        }
    }

    private static void write(Path file, int rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int r = 0; r < rows; r++) {
                TreeSet<Integer> words = new TreeSet<>();
                while (words.size() < WORDS) {
                    int rank = (int) Math.exp(random.nextDouble() * Math.log(FEATURES));
                    words.add((int) (hash(rank) >>> 44) + 1);
                }
                double logit = 0;
                StringBuilder text = new StringBuilder();
                for (int word : words) {
                    logit += 0.25 * new SplittableRandom(word).nextGaussian();
                    text.append(' ').append(word).append(":1");
                }
                int label = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
                out.append(String.valueOf(label)).append(text).append('\n');
            }
        }
    }

    private static long hash(long rank) {
        long z = rank * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        return z ^ (z >>> 27);
    }

    private static String mllib(String train, String test, int shards) {
        SparkSession spark = SparkSession.builder().getOrCreate();
        Dataset<Row> rows = read(spark, train, shards);
        long count = rows.count();
        // Once for the virtual machine's compiler.
        fitted(rows, FEW);
        double few = seconds(rows, FEW);
        double more = seconds(rows, MORE);
        LogisticRegressionModel model = fitted(rows, MORE);
        double accuracy = model.evaluate(read(spark, test, shards)).accuracy();
        return String.format(
                Locale.ROOT,
                "{\"rowsPerSecond\": %.0f, \"accuracy\": %.4f}",
                count * (MORE - FEW) / (more - few),
                accuracy);
    }

    private static Dataset<Row> read(SparkSession spark, String file, int shards) {
        return spark.read()
                .format("libsvm")
                .option("numFeatures", FEATURES)
                .load(file)
                .repartition(shards)
                .persist(StorageLevel.MEMORY_ONLY());
    }

    private static double seconds(Dataset<Row> rows, int iterations) {
        long started = System.nanoTime();
        int taken = fitted(rows, iterations).summary().totalIterations();
        if (taken != iterations) {
            throw new IllegalStateException("mllib: stopped early: iterations=" + taken + " asked=" + iterations);
        }
        return (System.nanoTime() - started) * 1e-9;
    }

    private static LogisticRegressionModel fitted(Dataset<Row> rows, int iterations) {
        return new LogisticRegression()
                .setMaxIter(iterations)
                .setTol(0)
                .setRegParam(1e-5)
                .setStandardization(false)
                .fit(rows);
    }
}
