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
import java.util.Map;
import java.util.Set;
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
 * FILES SEED} trains with the chosen ones on all training rows and prints the figures of the test rows; {@code crossed DATA
 * FILES SEED} the figures of all rows, each fifth scored by what was trained on the others.
 */
public final class SparkMl {

    private static final StructType SCHEMA =
            new StructType().add("raw", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType);

    private static final List<String> FIGURES = List.of("accuracy", "nll", "ece", "brier");

    /** From 1 on. */
    private static final int SEEDS = 3;

    private SparkMl() {}

    /** Training and test rows. */
    private record Data(List<Row> train, List<Row> test, int width, int classes) {}

    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        switch (arguments[0]) {
            case "choose" -> choose(spark, arguments[1], read(arguments[1], arguments));
            case "crossed" -> crossed(spark, arguments[1], read(arguments[1], arguments), Long.parseLong(arguments[4]));
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

    /** An estimator with settings, whose draws follow a seed. */
    private record Candidate(String family, String settings, LongFunction<Estimator<?>> estimator) {}

    private static List<Candidate> candidates(Data data) {
        boolean large = data.train().size() > 10_000;
        List<Candidate> all = new ArrayList<>();
        for (double density : large ? new double[] {0.1, 0.3} : new double[] {0.3, 0.5, 1}) {
            for (double epochs : large ? new double[] {20} : new double[] {100, 300}) {
                for (double rate : large ? new double[] {0.1, 0.3} : new double[] {0.3}) {
                    for (double hessian : large ? new double[] {0.03} : new double[] {0.1, 1}) {
                        for (double clip : large ? new double[] {1000} : new double[] {1, 0.1}) {
                            all.add(new Candidate("ours", String.format(Locale.ROOT, "density=%s epochs=%s rate=%s hessian=%s clip=%s",
                                    density, epochs, rate, hessian, clip),
                                    seed -> ours(data, density, epochs, rate, hessian, clip).setSeed(seed)));
                        }
                    }
                }
            }
        }
        for (double penalty : large ? new double[] {0, 1e-4, 1e-3, 1e-2} : new double[] {0, 1e-3, 1e-2, 1e-1}) {
            all.add(new Candidate("logistic", "penalty=" + penalty, seed -> logistic(penalty)));
        }
        for (int iterations : large ? new int[] {20, 50, 100, 200} : new int[] {10, 20, 50, 100}) {
            all.add(new Candidate("perceptron", "iterations=" + iterations, seed -> perceptron(data, iterations).setSeed(seed)));
        }
        return all;
    }

    /** Five folds of the training rows where they are few, one of them where they are many; scaled. */
    private static List<List<Dataset<Row>>> folds(SparkSession spark, List<Row> rows) {
        List<List<Dataset<Row>>> folds = new ArrayList<>();
        for (int fold : rows.size() > 10_000 ? new int[] {2} : new int[] {0, 1, 2, 3, 4}) {
            Data split = split(rows, fold);
            folds.add(scaled(spark, split.train(), split.test()));
        }
        return folds;
    }

    /** Seconds of a fit and figures: means over folds, and over three seeds where there are several folds. */
    private static double[] heldOut(List<List<Dataset<Row>>> folds, Candidate candidate) {
        int seeds = folds.size() == 1 || candidate.family().equals("logistic") ? 1 : SEEDS;
        double[] means = new double[1 + FIGURES.size()];
        for (List<Dataset<Row>> fold : folds) {
            for (long seed = 1; seed <= seeds; seed++) {
                double[] each = figures(scored(fold, candidate.estimator().apply(seed)));
                for (int f = 0; f < means.length; f++) {
                    means[f] += each[f] / (folds.size() * seeds);
                }
            }
        }
        return means;
    }

    private static void choose(SparkSession spark, String name, Data data) {
        List<List<Dataset<Row>>> folds = folds(spark, data.train());
        for (Candidate candidate : candidates(data)) {
            print("choose", name, candidate.family() + " " + candidate.settings(), 0, heldOut(folds, candidate));
        }
    }

    private static void fit(SparkSession spark, String name, Data data, long seed) {
        List<Dataset<Row>> rows = scaled(spark, data.train(), data.test());
        for (Candidate candidate : chosen(name, data)) {
            print("fit", name, candidate.family(), seed, figures(scored(rows, candidate.estimator().apply(seed))));
        }
    }

    /** Every row is judged once, by what was trained without its fifth: of few rows one fifth says little. */
    private static void crossed(SparkSession spark, String name, Data data, long seed) {
        List<Row> rows = new ArrayList<>(data.train());
        rows.addAll(data.test());
        List<List<Dataset<Row>>> folds = folds(spark, rows);
        for (Candidate candidate : chosen(name, data)) {
            List<Scored> parts = folds.stream()
                    .map(fold -> scored(fold, candidate.estimator().apply(seed)))
                    .toList();
            double seconds = parts.stream().mapToDouble(Scored::seconds).average().orElseThrow();
            Dataset<Row> all = parts.stream().map(Scored::rows).reduce(Dataset::union).orElseThrow();
            print("crossed", name, candidate.family(), seed, figures(new Scored(seconds, all)));
        }
    }

    /** Settings by the least negative log likelihood of held-out training rows, see docs/results.md. */
    private static final Map<String, Set<String>> CHOSEN = Map.of(
            "digits", Set.of("density=0.5 epochs=100.0 rate=0.3 hessian=1.0 clip=0.1", "penalty=0.001", "iterations=20"),
            "breast-cancer", Set.of("density=0.3 epochs=100.0 rate=0.3 hessian=0.1 clip=0.1", "penalty=0.01", "iterations=10"),
            "fashion-mnist", Set.of("density=0.1 epochs=20.0 rate=0.3 hessian=0.03 clip=1000.0", "penalty=0.001", "iterations=100"));

    private static List<Candidate> chosen(String name, Data data) {
        return candidates(data).stream()
                .filter(candidate -> CHOSEN.get(name).contains(candidate.settings()))
                .toList();
    }

    /** Rows with their probabilities, after a fit of so many seconds. */
    private record Scored(double seconds, Dataset<Row> rows) {}

    /** Fits to the first rows of a pair and scores the second. */
    private static Scored scored(List<Dataset<Row>> pair, Estimator<?> estimator) {
        long start = System.nanoTime();
        Transformer fitted = estimator.fit(pair.get(0));
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Scored(seconds, fitted.transform(pair.get(1)).select("label", "probability"));
    }

    private static double[] figures(Scored scored) {
        Dataset<Row> rows = scored.rows().cache();
        double[] figures = new double[1 + FIGURES.size()];
        figures[0] = scored.seconds();
        for (int f = 1; f < figures.length; f++) {
            figures[f] = new ClassProbabilityEvaluator().setMetricName(FIGURES.get(f - 1)).evaluate(rows);
        }
        rows.unpersist();
        return figures;
    }

    /**
     * A line of JSON.
     *
     * @param seed 0 for means over some
     */
    private static void print(String kind, String data, String model, long seed, double[] figures) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
                "{\"kind\": \"%s\", \"data\": \"%s\", \"model\": \"%s\"%s, \"fitSeconds\": %.2f",
                kind, data, model, seed == 0 ? "" : ", \"seed\": " + seed, figures[0]));
        for (int f = 1; f < figures.length; f++) {
            line.append(String.format(Locale.ROOT, ", \"%s\": %.4f", FIGURES.get(f - 1), figures[f]));
        }
        System.out.println(line.append('}'));
    }
}
