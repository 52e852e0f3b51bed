import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Fashion-MNIST in an order that deals each shard some of the classes only, and the figures of runs on it. Run as a source file
 * by non-iid.sh.
 *
 * <p>{@code deal FOLDER SHARDS SPLIT SEED OUT PURPOSE}: reads the IDX files of FOLDER and writes files of the same names to OUT, row i for
 * shard i mod SHARDS, as Elbo4j deals rows; all shards have the same number of rows. SPLIT is a number of classes c (shard k
 * sees the classes k to k + c − 1 modulo 10, in equal parts), or {@code dirichlet-A}: each shard draws its shares of the classes from a
 * Dirichlet distribution of concentration A, and takes another class where one has run out. PURPOSE is {@code test}, or {@code
 * validation}: then a sixth of the training rows takes the place of the test data, for the choice of settings. Prints
 * how many rows of each class each shard has.
 *
 * <p>{@code line SPLIT RULE FOLDER}: prints the figures of a run folder as a line of JSON. Where rows were held out of the training set,
 * {@code bytesTo87} is what had travelled when 87 % of them were right for the first time, and null if that never happened: rounds
 * of a run send about the same number of bytes, so it is that part of all bytes.
 */
public final class NonIid {

    private static final int IMAGE_HEADER = 16;
    private static final int LABEL_HEADER = 8;
    private static final int PIXELS = 28 * 28;
    private static final int CLASSES = 10;

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("deal")) {
            deal(Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            System.out.println(line(arguments[1], arguments[2], Path.of(arguments[3])));
        }
    }

    private static String line(String split, String rule, Path folder) throws IOException {
        String metrics = Files.readString(folder.resolve("metrics.json"));
        double bytes = number(metrics, "bytesBroadcast") + number(metrics, "bytesReduced");
        double rounds = number(metrics, "rounds");
        String bytesTo87 = "null";
        for (String round : Files.readAllLines(folder.resolve("history.jsonl"))) {
            if (round.contains("\"heldOutAccuracy\"") && number(round, "heldOutAccuracy") >= 0.87) {
                bytesTo87 = String.format(Locale.ROOT, "%.0f", bytes * number(round, "round") / rounds);
                break;
            }
        }
        return String.format(
                Locale.ROOT,
                "{\"split\":\"%s\",\"rule\":\"%s\",\"seed\":%.0f,\"nll\":%.4f,\"accuracy\":%.4f,\"ece\":%.4f,\"rounds\":%.0f,"
                        + "\"bytesBroadcast\":%.0f,\"bytesReduced\":%.0f,\"bytesTo87\":%s}",
                split,
                rule,
                number(metrics, "seed"),
                number(metrics, "nll"),
                number(metrics, "accuracy"),
                number(metrics, "ece15"),
                rounds,
                number(metrics, "bytesBroadcast"),
                number(metrics, "bytesReduced"),
                bytesTo87);
    }

    private static double number(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*([-+.0-9eE]+)").matcher(json);
        if (!found.find()) {
            throw new IllegalArgumentException("figures: no such number: name=" + name + "; is this a run's folder?");
        }
        return Double.parseDouble(found.group(1));
    }

    private static void deal(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        int shards = Integer.parseInt(arguments[1]);
        Path out = Path.of(arguments[4]);
        byte[] images = unzipped(from, "train-images-idx3-ubyte.gz");
        byte[] labels = unzipped(from, "train-labels-idx1-ubyte.gz");
        int rows = labels.length - LABEL_HEADER;
        int[] order = new int[rows];
        SplittableRandom shuffle = new SplittableRandom(0);
        for (int i = 0; i < rows; i++) {
            int at = shuffle.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        Files.createDirectories(out);
        if (arguments[5].equals("validation")) {
            write(images, labels, Arrays.copyOfRange(order, rows / 6 * 5, rows), out, "t10k");
            order = Arrays.copyOf(order, rows / 6 * 5);
        } else {
            for (String name : List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
                Files.write(out.resolve(name), Files.readAllBytes(from.resolve(name)));
            }
        }
        int[] dealt = dealt(labels, order, shards, arguments[2], new SplittableRandom(Long.parseLong(arguments[3])));
        write(images, labels, dealt, out, "train");
        int[][] counts = new int[shards][CLASSES];
        for (int i = 0; i < dealt.length; i++) {
            counts[i % shards][labels[LABEL_HEADER + dealt[i]]]++;
        }
        System.out.println(Arrays.deepToString(counts));
    }

    /** Row numbers of the source. */
    private static int[] dealt(byte[] labels, int[] order, int shards, String split, SplittableRandom random) {
        List<List<Integer>> left = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
            left.add(new ArrayList<>());
        }
        for (int row : order) {
            left.get(labels[LABEL_HEADER + row]).add(row);
        }
        int perShard = order.length / shards;
        int[] dealt = new int[perShard * shards];
        for (int shard = 0; shard < shards; shard++) {
            double[] share = shares(shard, split, random);
            int[] taken = new int[CLASSES];
            for (int i = 0; i < perShard; i++) {
                int next = furthestBehind(share, taken, i + 1, left);
                taken[next]++;
                dealt[i * shards + shard] = left.get(next).remove(left.get(next).size() - 1);
            }
        }
        return dealt;
    }

    /** The class that has the fewest rows in relation to its share, of those with rows left. */
    private static int furthestBehind(double[] share, int[] taken, int rows, List<List<Integer>> left) {
        int best = -1;
        for (int c = 0; c < CLASSES; c++) {
            boolean behind = best < 0 || share[c] * rows - taken[c] > share[best] * rows - taken[best];
            best = !left.get(c).isEmpty() && behind ? c : best;
        }
        return best;
    }

    /** Of the classes in a shard, with sum 1. */
    private static double[] shares(int shard, String split, SplittableRandom random) {
        double[] share = new double[CLASSES];
        if (split.startsWith("dirichlet-")) {
            double concentration = Double.parseDouble(split.substring("dirichlet-".length()));
            for (int c = 0; c < CLASSES; c++) {
                share[c] = gamma(concentration, random);
            }
        } else {
            for (int c = 0; c < Integer.parseInt(split); c++) {
                share[(shard + c) % CLASSES] = 1;
            }
        }
        double sum = Arrays.stream(share).sum();
        return Arrays.stream(share).map(each -> each / sum).toArray();
    }

    /** A draw from the gamma distribution, by Marsaglia and Tsang's method, with a power for shapes below 1. */
    private static double gamma(double shape, SplittableRandom random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    private static void write(byte[] images, byte[] labels, int[] rows, Path out, String name) throws IOException {
        byte[] someImages = Arrays.copyOf(images, IMAGE_HEADER + rows.length * PIXELS);
        byte[] someLabels = Arrays.copyOf(labels, LABEL_HEADER + rows.length);
        ByteBuffer.wrap(someImages).putInt(4, rows.length);
        ByteBuffer.wrap(someLabels).putInt(4, rows.length);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(images, IMAGE_HEADER + rows[i] * PIXELS, someImages, IMAGE_HEADER + i * PIXELS, PIXELS);
            someLabels[LABEL_HEADER + i] = labels[LABEL_HEADER + rows[i]];
        }
        zip(someImages, out.resolve(name + "-images-idx3-ubyte.gz"));
        zip(someLabels, out.resolve(name + "-labels-idx1-ubyte.gz"));
    }

    private static void zip(byte[] bytes, Path file) throws IOException {
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            stream.write(bytes);
        }
    }

    private static byte[] unzipped(Path folder, String name) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return stream.readAllBytes();
        }
    }
}
