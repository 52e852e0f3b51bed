import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.BinaryPixels;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.math.Key;
import io.elbo4j.math.Spectrum;
import io.elbo4j.models.GenerativeModel;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.models.cvae.ImageAttributes;
import io.elbo4j.program.Minibatch;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What pictures of a conditional autoencoder are worth, against a decoder of the attributes alone. Prints a line of JSON. Run as a source
 * file by cvae.sh.
 *
 * <p>{@code CVAE DECODER FOLDER test|held-out SEED}: two run folders and the IDX files. Attributes of 2,000 training images are asked for. The class is
 * read back by a network of our own, trained on training images alone; slant and thickness are measured as they are on real images.
 * Pictures are the pixels that are more likely on than off, and real ones are binarised in the same way. "held-out" judges by the last 10,000
 * training images, which the network does not learn from: settings were chosen so.
 */
public final class Cvae {

    private static final int ASKED = 2000;
    private static final int HELD_OUT = 10_000;
    private static final int PIXELS = 784;
    private static final int STEP = 500;

    /** Pictures with what was asked for. */
    private record Pictures(float[] pixels, int[][] attributes) {}

    public static void main(String[] arguments) throws IOException {
        TrainedModel<?> cvae = ModelFolder.read(
                new LocalFolder(Path.of(arguments[0], "model")), TrainedModelCodec.INSTANCE);
        TrainedModel<?> decoder = ModelFolder.read(
                new LocalFolder(Path.of(arguments[1], "model")), TrainedModelCodec.INSTANCE);
        boolean test = arguments[3].equals("test");
        Key key = Key.of(Long.parseLong(arguments[4]));
        Batch all = binary(images(Path.of(arguments[2]), "train"));
        Batch training = test ? all : all.slice(0, all.rows() - HELD_OUT);
        Batch judged = test
                ? binary(images(Path.of(arguments[2]), "t10k"))
                : all.slice(all.rows() - HELD_OUT, all.rows());
        GenerativeModel model = cvae.job().generative().orElseThrow();
        ImageAttributes attributes = (ImageAttributes) model.view();
        TrainedModel<?> classifier = classifier(training, key);
        Pictures real = new Pictures(judged.features().dense(), read(attributes, judged));
        int[] chosen = Arrays.copyOf(key.fold(1).permutation(training.rows()), ASKED);
        int[][] asked = read(attributes, training.select(chosen));
        Pictures made = made(cvae, attributes, asked, key.fold(2));
        Pictures plain = made(decoder, attributes, asked, key.fold(2));
        double[] back = readBack(classifier, attributes, made);
        double[] backPlain = readBack(classifier, attributes, plain);
        double[] backReal = readBack(classifier, attributes, real);
        double frechet = frechet(features(classifier, made), features(classifier, real));
        double frechetPlain = frechet(features(classifier, plain), features(classifier, real));
        double diversity = diversity(made);
        double diversityReal = diversity(real);
        System.out.printf(
                Locale.ROOT,
                "{\"judged\": \"%s\", \"seed\": %s, \"asked\": %d, \"classifierAccuracy\": %.4f, \"class\": %.4f, \"slant\": %.4f,"
                        + " \"thickness\": %.4f, \"attributes\": %.4f, \"allThree\": %.4f, \"decoderAttributes\": %.4f,"
                        + " \"frechet\": %.3f, \"decoderFrechet\": %.3f, \"frechetRatio\": %.3f, \"diversity\": %.3f,"
                        + " \"realDiversity\": %.3f, \"diversityRatio\": %.3f, \"epochs\": %s, \"decoderEpochs\": %s}%n",
                arguments[3],
                arguments[4],
                ASKED,
                backReal[0],
                back[0],
                back[1],
                back[2],
                (back[0] + back[1] + back[2]) / 3,
                back[3],
                (backPlain[0] + backPlain[1] + backPlain[2]) / 3,
                frechet,
                frechetPlain,
                frechet / frechetPlain,
                diversity,
                diversityReal,
                diversity / diversityReal,
                cvae.spec().train().epochs(),
                decoder.spec().train().epochs());
    }

    private static TrainedModel<?> classifier(Batch rows, Key key) {
        RunSpec spec = RunSpec.of(Settings.of(
                """
                model.name = map
                network.layers = ["dense 256", "relu", "dense 64", "relu"]
                prior.variance = 0.1
                cluster { shards = 1, localSteps = 200 }
                train { optimiser = adam, learningRate = 0.002, epochs = 6, batch = 128 }
                """,
                "classifier",
                List.of()));
        ModelInput input = new ModelInput(
                List.of(PIXELS), new NumberedNames("p", 0, "", PIXELS), 10, rows.rows(), "");
        return trained(TrainedModel.untrained(spec, input, Standardisation.identity(PIXELS)), rows, key);
    }

    private static <S> TrainedModel<S> trained(TrainedModel<S> model, Batch rows, Key key) {
        int rounds = model.job().rounds();
        S state = new LocalRunner(List.of(Shard.split(rows, 1)))
                .run(model.job().algorithm(), model.state(), 0, rounds, key, (round, outcome) -> true);
        return model.at(state, rounds);
    }

    private static Pictures made(TrainedModel<?> trained, ImageAttributes attributes, int[][] asked, Key key) {
        GenerativeModel model = trained.job().generative().orElseThrow();
        float[] theta = trained.posterior().meanTheta();
        float[] pixels = new float[asked.length * PIXELS];
        for (int from = 0; from < asked.length; from += STEP) {
            Minibatch some = Minibatch.all(attributes.asked(Arrays.copyOfRange(asked, from, from + STEP)));
            float[] shades = model.generator()
                    .expected("pixels", theta, some, Map.of(), key.fold(from));
            System.arraycopy(BinaryPixels.on(shades), 0, pixels, from * PIXELS, shades.length);
        }
        return new Pictures(pixels, asked);
    }

    /** Parts of pictures of the class, bin of slant and bin of thickness that was asked for, and of all three. */
    private static double[] readBack(TrainedModel<?> classifier, ImageAttributes attributes, Pictures pictures) {
        float[] outputs = classifier
                .network()
                .outputs(classifier.posterior().meanTheta(), new DenseFeatures(pictures.pixels(), PIXELS));
        double[] right = new double[4];
        for (int i = 0; i < pictures.attributes().length; i++) {
            int best = 0;
            for (int c = 1; c < 10; c++) {
                best = outputs[i * 10 + c] > outputs[i * 10 + best] ? c : best;
            }
            int[] read = attributes.read(pictures.pixels(), i, best);
            for (int kind = 0; kind < 3; kind++) {
                right[kind] += read[kind] == pictures.attributes()[i][kind] ? 1 : 0;
            }
            right[3] += Arrays.equals(read, pictures.attributes()[i]) ? 1 : 0;
        }
        return Arrays.stream(right)
                .map(each -> each / pictures.attributes().length)
                .toArray();
    }

    private static int[][] read(ImageAttributes attributes, Batch rows) {
        float[] pixels = rows.features().dense();
        int[][] read = new int[rows.rows()][];
        Arrays.setAll(read, i -> attributes.read(pixels, i, (int) rows.targets()[i]));
        return read;
    }

    private static float[] features(TrainedModel<?> classifier, Pictures pictures) {
        return ((FeatureNetwork) classifier.network())
                .features(classifier.posterior().meanTheta(), new DenseFeatures(pictures.pixels(), PIXELS));
    }

    /** |m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½). */
    private static double frechet(float[] one, float[] two) {
        int size = 64;
        double[] meanOne = mean(one, size);
        double[] meanTwo = mean(two, size);
        double[] first = covariance(one, meanOne, size);
        double[] second = covariance(two, meanTwo, size);
        double[] root = Spectrum.of(first, size).mapped(value -> Math.sqrt(Math.max(0, value)));
        double[] inner = product(product(root, second, size), root, size);
        double[] both = Spectrum.of(inner, size).mapped(value -> Math.sqrt(Math.max(0, value)));
        double distance = 0;
        for (int i = 0; i < size; i++) {
            distance += (meanOne[i] - meanTwo[i]) * (meanOne[i] - meanTwo[i])
                    + first[i * size + i]
                    + second[i * size + i]
                    - 2 * both[i * size + i];
        }
        return distance;
    }

    private static double[] mean(float[] rows, int size) {
        double[] mean = new double[size];
        for (int i = 0; i < rows.length; i++) {
            mean[i % size] += rows[i] * (double) size / rows.length;
        }
        return mean;
    }

    private static double[] covariance(float[] rows, double[] mean, int size) {
        int count = rows.length / size;
        double[] covariance = new double[size * size];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    covariance[i * size + j] +=
                            (rows[r * size + i] - mean[i]) * (rows[r * size + j] - mean[j]) / (count - 1);
                }
            }
        }
        return covariance;
    }

    private static double[] product(double[] left, double[] right, int size) {
        double[] product = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < size; k++) {
                for (int j = 0; j < size; j++) {
                    product[i * size + j] += left[i * size + k] * right[k * size + j];
                }
            }
        }
        return product;
    }

    /** Mean Euclidean distance of two pictures of the same attributes, over the pairs among the first 100 of each. */
    private static double diversity(Pictures pictures) {
        double sum = 0;
        long pairs = 0;
        Map<String, int[]> found = new TreeMap<>();
        for (int i = 0; i < pictures.attributes().length; i++) {
            int[] before = found.getOrDefault(Arrays.toString(pictures.attributes()[i]), new int[0]);
            if (before.length == 100) {
                continue;
            }
            for (int other : before) {
                sum += distance(pictures.pixels(), i, other);
                pairs++;
            }
            int[] more = Arrays.copyOf(before, before.length + 1);
            more[before.length] = i;
            found.put(Arrays.toString(pictures.attributes()[i]), more);
        }
        return sum / pairs;
    }

    private static double distance(float[] pixels, int one, int two) {
        double sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            double difference = pixels[one * PIXELS + i] - pixels[two * PIXELS + i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static Batch binary(Batch rows) {
        return new BinaryPixels().of(rows);
    }

    private static Batch images(Path folder, String part) throws IOException {
        byte[] images = bytes(folder.resolve(part + "-images-idx3-ubyte.gz"), 16);
        byte[] labels = bytes(folder.resolve(part + "-labels-idx1-ubyte.gz"), 8);
        float[] pixels = new float[images.length];
        float[] targets = new float[labels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (images[i] & 0xff) / 255f;
        }
        for (int i = 0; i < targets.length; i++) {
            targets[i] = labels[i];
        }
        return new Batch(pixels, targets, PIXELS);
    }

    private static byte[] bytes(Path file, int header) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            byte[] all = in.readAllBytes();
            return Arrays.copyOfRange(all, header, all.length);
        }
    }
}
