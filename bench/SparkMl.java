import io.elbo4j.spark.ml.ClassProbabilityEvaluator;
import io.elbo4j.spark.ml.SparseBayesianClassifier;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code SparseBayesianClassifier} beside MLlib's classifiers on the same DataFrame. Run as a source file by spark-ml.sh.
 *
 * <p>{@code choose DATA FILES} prints the figures of held-out training rows for some settings of each; {@code fit DATA
 * FILES SEED} trains with the chosen ones on all training rows and prints the figures of the test rows.
 */
public final class SparkMl {

    private static final StructType SCHEMA =
            new StructType().add("raw", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType);

    private static final List<String> FIGURES = List.of("accuracy", "nll", "ece", "brier");

    /** Of what draws nothing. */
    private static final long[] ONE_SEED = {1};

    private SparkMl() {}

    /** Training and test rows. */
    private record Data(List<Row> train, List<Row> test, int width, int classes) {}

    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        switch (arguments[0]) {
            case "choose" -> choose(spark, arguments[1], read(arguments[1], arguments));
            case "fit" -> fit(spark, arguments[1], read(arguments[1], arguments), Long.parseLong(arguments[4]));
            default -> throw new IllegalArgumentException("spark-ml: no such step: step=" + arguments[0]);
        }
    }

    private static Data read(String name, String[] files) throws IOException {
        return switch (name) {
            case "digits" -> data(csv(Path.of(files[2])), csv(Path.of(files[3])));
            case "breast-cancer" -> split(csv(Path.of(files[2])), 4);
            default -> data(idx(Path.of(files[2]), "train"), idx(Path.of(files[2]), "t10k"));
        };
    }

    private static Data data(List<Row> train, List<Row> test) {
        int classes = (int) train.stream().mapToDouble(row -> row.getDouble(1)).max().orElseThrow() + 1;
        return new Data(train, test, train.get(0).<org.apache.spark.ml.linalg.Vector>getAs(0).size(), classes);
    }

    /** Every fifth row, from this one on, is for the test. */
    private static Data split(List<Row> all, int first) {
        List<Row> train = new ArrayList<>();
        List<Row> test = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (i % 5 == first ? test : train).add(all.get(i));
        }
        return data(train, test);
    }

    /** Numbers with the label last; a first line that says something else is left out. */
    private static List<Row> csv(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean zipped = file.toString().endsWith(".gz");
        try (InputStream in = zipped ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
            List<String> lines = new String(in.readAllBytes()).lines().skip(1).toList();
            for (String line : lines) {
                double[] cells = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
                rows.add(RowFactory.create(
                        Vectors.dense(Arrays.copyOf(cells, cells.length - 1)), cells[cells.length - 1]));
            }
        }
        return rows;
    }

    private static List<Row> idx(Path folder, String part) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (DataInputStream images = open(folder.resolve(part + "-images-idx3-ubyte.gz"));
                DataInputStream labels = open(folder.resolve(part + "-labels-idx1-ubyte.gz"))) {
            images.readInt();
            int count = images.readInt();
            byte[] pixels = new byte[images.readInt() * images.readInt()];
            labels.readLong();
            for (int i = 0; i < count; i++) {
                images.readFully(pixels);
                double[] values = new double[pixels.length];
                for (int p = 0; p < values.length; p++) {
                    values[p] = (pixels[p] & 0xFF) / 255.0;
                }
                rows.add(RowFactory.create(Vectors.dense(values), (double) labels.readByte()));
            }
        }
        return rows;
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** Scaled by the training rows for all of them alike; ours would do it by itself. */
    private static List<Dataset<Row>> scaled(SparkSession spark, List<Row> train, List<Row> test) {
        int parts = train.size() > 10_000 ? 4 : 1;
        Dataset<Row> first = spark.createDataFrame(train, SCHEMA).coalesce(parts);
        Transformer scaler = new StandardScaler()
                .setWithMean(true)
                .setInputCol("raw")
                .setOutputCol("features")
                .fit(first);
        List<Dataset<Row>> both = new ArrayList<>();
        for (Dataset<Row> rows : List.of(first, spark.createDataFrame(test, SCHEMA).coalesce(parts))) {
            Dataset<Row> ready = scaler.transform(rows).drop("raw").cache();
            ready.count();
            both.add(ready);
        }
        return both;
    }

    private static int[] layers(Data data, int... hidden) {
        int[] layers = new int[hidden.length + 2];
        layers[0] = data.width();
        System.arraycopy(hidden, 0, layers, 1, hidden.length);
        layers[layers.length - 1] = data.classes();
        return layers;
    }

    private static SparseBayesianClassifier ours(Data data, double density, double epochs, double rate, double hessian, double clip) {
        boolean large = data.train().size() > 10_000;
        return new SparseBayesianClassifier()
                .setHiddenLayers(large ? new int[] {200} : new int[] {100})
                .setDensity(density)
                .setEpochs(epochs)
                .setBatchSize(large ? 32 : 16)
                .setLearningRate(rate)
                .setSettings("cluster.localSteps = 50, train.initialHessian = " + hessian + ", train.clip = " + clip);
    }

    private static LogisticRegression logistic(double penalty) {
        return new LogisticRegression().setMaxIter(100).setRegParam(penalty);
    }

    private static MultilayerPerceptronClassifier perceptron(Data data, int iterations) {
        return new MultilayerPerceptronClassifier()
                .setLayers(layers(data, data.train().size() > 10_000 ? 200 : 100))
                .setMaxIter(iterations)
                .setTol(1e-8)
                .setSeed(1);
    }

    /** By five folds of the training rows and three seeds where they are few, by one fold and seed where they are many. */
    private static void choose(SparkSession spark, String name, Data data) {
        boolean large = data.train().size() > 10_000;
        List<List<Dataset<Row>>> folds = new ArrayList<>();
        for (int fold : large ? new int[] {2} : new int[] {0, 1, 2, 3, 4}) {
            Data split = split(data.train(), fold);
            folds.add(scaled(spark, split.train(), split.test()));
        }
        long[] seeds = large ? new long[] {1} : new long[] {1, 2, 3};
        for (double density : large ? new double[] {0.1, 0.3} : new double[] {0.3, 0.5, 1}) {
            for (double epochs : large ? new double[] {20} : new double[] {100, 300}) {
                for (double rate : large ? new double[] {0.1, 0.3} : new double[] {0.3}) {
                    for (double hessian : large ? new double[] {0.03} : new double[] {0.1, 1}) {
                        for (double clip : large ? new double[] {1000} : new double[] {1, 0.1}) {
                            String model = String.format(Locale.ROOT, "ours density=%s epochs=%s rate=%s hessian=%s clip=%s",
                                    density, epochs, rate, hessian, clip);
                            print("choose", name, model, seeds,
                                    of(folds, seeds, seed -> ours(data, density, epochs, rate, hessian, clip).setSeed(seed)));
                        }
                    }
                }
            }
        }
        for (double penalty : large ? new double[] {0, 1e-4, 1e-3, 1e-2} : new double[] {0, 1e-3, 1e-2, 1e-1}) {
            print("choose", name, "logistic penalty=" + penalty, ONE_SEED, of(folds, ONE_SEED, seed -> logistic(penalty)));
        }
        for (int iterations : large ? new int[] {20, 50, 100, 200} : new int[] {10, 20, 50, 100}) {
            print("choose", name, "perceptron iterations=" + iterations, seeds,
                    of(folds, seeds, seed -> perceptron(data, iterations).setSeed(seed)));
        }
    }

    private static void fit(SparkSession spark, String name, Data data, long seed) {
        List<List<Dataset<Row>>> rows = List.of(scaled(spark, data.train(), data.test()));
        SparkMlChoice choice = SparkMlChoice.of(name);
        long[] seeds = {seed};
        SparseBayesianClassifier ours = ours(data, choice.density(), choice.epochs(), choice.rate(), choice.hessian(), choice.clip());
        print("fit", name, "ours", seeds, of(rows, seeds, ours::setSeed));
        print("fit", name, "logistic", seeds, of(rows, seeds, any -> logistic(choice.penalty())));
        print("fit", name, "perceptron", seeds, of(rows, seeds, perceptron(data, choice.iterations())::setSeed));
    }

    /** Chosen on held-out training rows by the negative log likelihood, see docs/results.md. */
    private record SparkMlChoice(
            double density, double epochs, double rate, double hessian, double clip, double penalty, int iterations) {

        static SparkMlChoice of(String name) {
            return switch (name) {
                case "digits" -> new SparkMlChoice(0.5, 300, 0.3, 1, 1, 1e-3, 20);
                case "breast-cancer" -> new SparkMlChoice(0.3, 300, 0.3, 0.1, 1, 1e-2, 10);
                default -> new SparkMlChoice(0.1, 20, 0.3, 0.03, 1000, 1e-3, 100);
            };
        }
    }

    /** Fits to the first rows of each pair and judges by the second: seconds of the fit, and figures; means over pairs and seeds. */
    private static double[] of(List<List<Dataset<Row>>> pairs, long[] seeds, LongFunction<Estimator<?>> estimators) {
        double[] means = new double[1 + FIGURES.size()];
        int fits = pairs.size() * seeds.length;
        for (List<Dataset<Row>> pair : pairs) {
            for (long seed : seeds) {
                long start = System.nanoTime();
                Transformer fitted = estimators.apply(seed).fit(pair.get(0));
                means[0] += (System.nanoTime() - start) * 1e-9 / fits;
                Dataset<Row> scored = fitted.transform(pair.get(1)).select("label", "probability").cache();
                for (int f = 1; f < means.length; f++) {
                    means[f] += new ClassProbabilityEvaluator().setMetricName(FIGURES.get(f - 1)).evaluate(scored) / fits;
                }
                scored.unpersist();
            }
        }
        return means;
    }

    private static void print(String kind, String data, String model, long[] seeds, double[] means) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
                "{\"kind\": \"%s\", \"data\": \"%s\", \"model\": \"%s\", \"seeds\": %s, \"fitSeconds\": %.2f",
                kind, data, model, Arrays.toString(seeds), means[0]));
        for (int f = 1; f < means.length; f++) {
            line.append(String.format(Locale.ROOT, ", \"%s\": %.4f", FIGURES.get(f - 1), means[f]));
        }
        System.out.println(line.append('}'));
    }
}
