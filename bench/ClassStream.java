import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Moments;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.Metrics;
import io.elbo4j.math.Key;
import io.elbo4j.models.EarlierBelief;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.protocl.ProtoClState;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A class-incremental stream of images: ten classes in an order by the seed, two a task; after each task the model before is the prior of
 * the next training. In one thread and without Spark, to the same bits. Prints a line of JSON. Run as a source file by protocl.sh.
 *
 * <p>{@code CONF FOLDER test|held-out|held-out-DRAW SETTING ...}: the IDX files of FOLDER; "held-out" takes the last 10,000 training images to
 * judge by and does not learn from them, with a number behind it those of a random order, which is how settings were chosen.
 */
public final class ClassStream {

    private static final int CLASSES = 10;
    private static final int PER_TASK = 2;
    private static final int TASKS = CLASSES / PER_TASK;
    private static final int HELD_OUT = 10_000;

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        boolean test = arguments[2].equals("test");
        List<String> settings = Arrays.asList(arguments).subList(3, arguments.length);
        Path conf = Path.of(arguments[0]);
        RunSpec spec = RunSpec.of(Settings.of(
                text(conf), arguments[0], settings, included -> text(conf.resolveSibling(included))));
        Batch all = drawn(arguments[2], images(folder, "train"));
        Batch training = test ? all : all.slice(0, all.rows() - HELD_OUT);
        Batch judged = test ? images(folder, "t10k") : all.slice(all.rows() - HELD_OUT, all.rows());
        int[] order = Key.of(spec.seed()).fold(2023).permutation(CLASSES);
        long began = System.nanoTime();
        double[][] accuracy = new double[TASKS][TASKS];
        Optional<TrainedModel<?>> model = Optional.empty();
        List<Double> averages = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            model = Optional.of(next(spec, of(training, order, task), model));
            for (int past = 0; past <= task; past++) {
                accuracy[task][past] =
                        metrics(model.get(), of(judged, order, past)).value("accuracy");
            }
            averages.add(Arrays.stream(accuracy[task]).limit(task + 1).average().orElse(0));
        }
        TrainedModel<?> last = model.orElseThrow();
        Metrics whole = metrics(last, judged);
        ProtoClState state = (ProtoClState) last.state();
        System.out.printf(
                Locale.ROOT,
                "{\"data\": \"%s\", \"judged\": \"%s\", \"seed\": %d, \"order\": %s, \"averageAccuracy\": %.4f, \"accuracy\": %.4f, \"nll\": %.4f,"
                        + " \"ece15\": %.4f, \"averages\": %s, \"lastRow\": %s, \"firstTimes\": %s, \"memoryExamples\": %d, \"memoryBytes\": %d,"
                        + " \"seconds\": %.0f, \"settings\": \"%s\"}%n",
                folder.getFileName(),
                arguments[2],
                spec.seed(),
                Arrays.toString(order),
                averages.get(TASKS - 1),
                whole.value("accuracy"),
                whole.value("nll"),
                whole.value("ece15"),
                list(averages.stream()),
                list(Arrays.stream(accuracy[TASKS - 1]).boxed()),
                list(IntStream.range(0, TASKS).mapToObj(t -> accuracy[t][t])),
                state.memory().rows().rows(),
                state.memory().bytes(),
                (System.nanoTime() - began) / 1e9,
                String.join(" ", settings).replace("\"", "'"));
    }

    /** Training images in the order of that draw; as they are where none is named. */
    private static Batch drawn(String judged, Batch all) {
        return judged.startsWith("held-out-")
                ? all.select(Key.of(7000 + Integer.parseInt(judged.substring("held-out-".length())))
                        .permutation(all.rows()))
                : all;
    }

    private static String list(java.util.stream.Stream<Double> values) {
        return values.map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static Metrics metrics(TrainedModel<?> model, Batch rows) {
        Batch scaled = scaled(model.standardisation(), rows);
        return Metrics.of(Predictive.of(model, true).of(scaled, PosteriorDraws.of(model)));
    }

    private static TrainedModel<?> next(RunSpec spec, Batch rows, Optional<TrainedModel<?>> before) {
        Standardisation scale = before.<Standardisation>map(TrainedModel::standardisation)
                .orElseGet(() -> scale(rows));
        ModelInput input = new ModelInput(
                List.of(1, 28, 28),
                new NumberedNames("p", 0, "", rows.width()),
                CLASSES,
                rows.rows(),
                "",
                before.map(model -> EarlierBelief.of(model, spec)));
        return ended(TrainedModel.untrained(spec, input, scale), scaled(scale, rows));
    }

    private static <S> TrainedModel<S> ended(TrainedModel<S> model, Batch rows) {
        List<Shard> shards =
                List.of(Shard.split(rows, model.spec().cluster().shards()));
        int rounds = model.job().rounds();
        Key key = Key.of(model.spec().seed());
        S state = new LocalRunner(shards)
                .run(model.job().algorithm(), model.state(), 0, rounds, key, (round, outcome) -> true);
        return model.at(state, rounds);
    }

    private static Standardisation scale(Batch rows) {
        return Standardisation.of(Moments.ofFeatures(rows), 1);
    }

    private static Batch scaled(Standardisation scale, Batch rows) {
        return scale.apply(rows);
    }

    private static Batch of(Batch rows, int[] order, int task) {
        List<Integer> classes = Arrays.stream(order, task * PER_TASK, (task + 1) * PER_TASK)
                .boxed()
                .toList();
        return rows.select(IntStream.range(0, rows.rows())
                .filter(r -> classes.contains((int) rows.targets()[r]))
                .toArray());
    }

    private static Batch images(Path folder, String part) throws IOException {
        byte[] images = unpacked(folder.resolve(part + "-images-idx3-ubyte.gz"));
        byte[] labels = unpacked(folder.resolve(part + "-labels-idx1-ubyte.gz"));
        float[] pixels = new float[images.length - 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = images[16 + i] & 0xFF;
        }
        float[] targets = new float[labels.length - 8];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = labels[8 + i];
        }
        return new Batch(pixels, targets, pixels.length / targets.length);
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
