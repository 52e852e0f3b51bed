import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.LocalNetwork;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.eval.Metrics;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.models.EarlierBelief;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.fieldspace.Divergence;
import io.elbo4j.models.fieldspace.FieldPenalty;
import io.elbo4j.models.fieldspace.FieldSpace;
import io.elbo4j.models.fieldspace.FieldState;
import io.elbo4j.models.fieldspace.FieldTarget;
import io.elbo4j.models.fieldspace.FieldUpdate;
import io.elbo4j.models.fieldspace.InverseTemperature;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Permuted MNIST, task after task, with the model before as the prior of the next: in one thread and without Spark. Run as a source file by
 * field-space.sh.
 *
 * <p>As in the paper, β rises over all tasks, 10·tanh(0.1 + 2t/T); and the first task has next to no divergence (the configuration's
 * temperature), later ones a tenth of Bayes' ({@value #LATER_TEMPERATURE}).
 *
 * <p>{@code CONF FOLDER TASKS ROWS JUDGE RIVAL SETTING ...}: ROWS first training images a task, all tasks permuted, by the run's seed; judged on the
 * test images (JUDGE = test) or on the last 10,000 training images (JUDGE = held-out), which is where settings are chosen. Prints a line of
 * JSON: {@code accuracy[i][j]} of task j after task i by one draw of the Gaussian field, and for the model after the last task the mean
 * over tasks by draws of the Gaussian field, by draws of binary weights, by one network of drawn weights and by the network of the most
 * probable weights. RIVAL is none, or ewc=LAMBDA: elastic weight consolidation on the same binary networks, ½ LAMBDA Σ F (θ − θ*)² for each
 * earlier task, F the sum over its rows of squared gradients in the fields, by 1,000 of them. Its first task has no penalty.
 */
public final class FieldSpaceTasks {

    private static final int PIXELS = 28 * 28;
    private static final int JUDGES = 10000;
    private static final double LATER_TEMPERATURE = 0.1;

    private final RunSpec spec;
    private final int tasks;
    private final int rows;
    private final byte[] trainImages;
    private final byte[] trainLabels;
    private final byte[] images;
    private final byte[] labels;
    private final int firstJudge;
    private final float mean;
    private final float sd;
    private final double lambda;
    private Consolidation consolidation;

    private FieldSpaceTasks(RunSpec spec, int tasks, Path folder, int rows, boolean test, String rival)
            throws IOException {
        this.spec = spec;
        this.tasks = tasks;
        this.rows = rows;
        lambda = rival.startsWith("ewc=") ? Double.parseDouble(rival.substring(4)) : 0;
        trainImages = unpacked(folder, "train-images", 16);
        trainLabels = unpacked(folder, "train-labels", 8);
        images = test ? unpacked(folder, "t10k-images", 16) : trainImages;
        labels = test ? unpacked(folder, "t10k-labels", 8) : trainLabels;
        firstJudge = labels.length - JUDGES;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < rows * PIXELS; i++) {
            double v = trainImages[i] & 0xFF;
            sum += v;
            squares += v * v;
        }
        double n = (double) rows * PIXELS;
        mean = (float) (sum / n);
        sd = (float) Math.sqrt(squares / n - (sum / n) * (sum / n));
    }

    public static void main(String[] arguments) throws IOException {
        List<String> settings = Arrays.asList(arguments).subList(6, arguments.length);
        RunSpec spec = RunSpec.of(Settings.of(Files.readString(Path.of(arguments[0])), arguments[0], settings));
        int tasks = Integer.parseInt(arguments[2]);
        int rows = Integer.parseInt(arguments[3]);
        new FieldSpaceTasks(spec, tasks, Path.of(arguments[1]), rows, arguments[4].equals("test"), arguments[5])
                .run(arguments[5], String.join(" ", settings));
    }

    private void run(String rival, String settings) {
        long began = System.nanoTime();
        StringBuilder matrix = new StringBuilder();
        Optional<TrainedModel<?>> before = Optional.empty();
        for (int task = 0; task < tasks; task++) {
            ModelInput input = new ModelInput(
                    List.of(PIXELS), new NumberedNames("x", 0, "", PIXELS), 10, rows, "", before.map(EarlierBelief::of));
            TrainedModel<?> model =
                    trained(TrainedModel.untrained(of(task), input, Standardisation.identity(PIXELS)), task);
            if (lambda > 0) {
                consolidation = consolidation(model, task);
            }
            StringBuilder row = new StringBuilder();
            for (int other = 0; other <= task; other++) {
                Batch judge = judge(other);
                row.append(other == 0 ? "" : ",").append(number(figures(model, judge, gaussian(model, 1)).value("accuracy")));
            }
            System.err.printf("task %d: %s%n", task, row);
            matrix.append(task == 0 ? "" : ",").append("[").append(row).append("]");
            before = Optional.of(model);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        TrainedModel<?> last = before.orElseThrow();
        int draws = spec.evaluate().samples();
        BinaryField belief = (BinaryField) last.posterior();
        PosteriorDraws binary = PosteriorDraws.of(last);
        float[] signs = belief.at(1e30).draw(Key.of(0));
        String[] names = {"gaussianField", "binaryWeights", "oneDrawnNetwork", "mostProbableNetwork"};
        PosteriorDraws[] ways = {
            gaussian(last, draws),
            binary,
            weights(binary.values()[0]),
            weights(signs)
        };
        StringBuilder json = new StringBuilder();
        for (int way = 0; way < ways.length; way++) {
            double accuracy = 0;
            double nll = 0;
            double ece = 0;
            for (int task = 0; task < tasks; task++) {
                Metrics metrics = figures(last, judge(task), ways[way]);
                accuracy += metrics.value("accuracy") / tasks;
                nll += metrics.value("nll") / tasks;
                ece += metrics.value("ece15") / tasks;
            }
            json.append(String.format(
                    Locale.ROOT,
                    "\"%s\":{\"accuracy\":%s,\"nll\":%s,\"ece15\":%s},",
                    names[way], number(accuracy), number(nll), number(ece)));
        }
        double decided = IntStream.range(0, belief.dimension())
                .filter(k -> BinaryField.variance(belief.halfLogOdds(k)) < 0.01)
                .count() / (double) belief.dimension();
        System.out.printf(
                Locale.ROOT,
                "{\"seed\":%d,\"rival\":\"%s\",\"tasks\":%d,\"rows\":%d,%s\"decidedWeights\":%s,\"seconds\":%.0f,\"accuracy\":[%s],\"settings\":\"%s\"}%n",
                spec.seed(), rival, tasks, rows, json, number(decided), seconds, matrix, settings);
    }

    /** Settings of one task. */
    private RunSpec of(int task) {
        List<String> own = new ArrayList<>(List.of(
                "model.field.initialInverseTemperature=" + inverseTemperature(task),
                "model.field.inverseTemperature=" + inverseTemperature(task + 1)));
        if (task > 0) {
            own.add("train.temperature=" + LATER_TEMPERATURE);
        }
        return RunSpec.of(Settings.of(spec.settings().render(), "task " + task, own));
    }

    private double inverseTemperature(int task) {
        return 10 * Math.tanh(0.1 + 2.0 * task / tasks);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }

    private static PosteriorDraws gaussian(TrainedModel<?> model, int draws) {
        PosteriorDraws all = PosteriorDraws.ofActivations(model, (BinaryField) model.posterior());
        return new PosteriorDraws(
                all.dimension(),
                all.supports(),
                Arrays.copyOf(all.values(), draws),
                all.variance(),
                all.noise(),
                all.spikeSd());
    }

    private static PosteriorDraws weights(float[] theta) {
        return new PosteriorDraws(
                theta.length, new int[][] {IntStream.range(0, theta.length).toArray()}, new float[][] {theta});
    }

    private static Metrics figures(TrainedModel<?> model, Batch judge, PosteriorDraws draws) {
        return Metrics.of(Predictive.of(model, true).of(judge, draws));
    }

    /**
     * EWC's ½ λ Σ F (θ − θ*)² over earlier tasks, F the sum over a task's rows of squared gradients in the fields, as one quadratic: F, Fθ* and
     * ½ Fθ*² are summed over tasks.
     */
    private record Consolidation(double lambda, double[] fisher, double[] pull, double constant) implements FieldPenalty {

        static Consolidation none(double lambda, int dimension) {
            return new Consolidation(lambda, new double[dimension], new double[dimension], 0);
        }

        Consolidation plus(float[] field, double[] ofTask) {
            double[] sum = fisher.clone();
            double[] pulls = pull.clone();
            double squares = constant;
            for (int k = 0; k < sum.length; k++) {
                sum[k] += ofTask[k];
                pulls[k] += ofTask[k] * field[k];
                squares += 0.5 * ofTask[k] * field[k] * field[k];
            }
            return new Consolidation(lambda, sum, pulls, squares);
        }

        @Override
        public double nats(BinaryField belief) {
            double sum = constant;
            for (int k = 0; k < fisher.length; k++) {
                sum += (0.5 * fisher[k] * belief.field()[k] - pull[k]) * belief.field()[k];
            }
            return lambda * sum;
        }

        @Override
        public double[] gradient(BinaryField belief) {
            double[] gradient = new double[fisher.length];
            for (int k = 0; k < gradient.length; k++) {
                gradient[k] = lambda * (fisher[k] * belief.field()[k] - pull[k]);
            }
            return gradient;
        }
    }

    private Consolidation earlier(int dimension) {
        return consolidation == null ? Consolidation.none(lambda, dimension) : consolidation;
    }

    private Consolidation consolidation(TrainedModel<?> model, int task) {
        BinaryField belief = (BinaryField) model.posterior();
        BinaryField.Moments moments = belief.moments();
        double[] fisher = new double[belief.dimension()];
        int sample = 1000;
        Batch some = rows(trainImages, trainLabels, 0, sample, task);
        for (int row = 0; row < sample; row++) {
            SpreadGrad at = ((LocalNetwork) model.network())
                    .locallyReparameterised(
                            moments.mean(), moments.variance(), Key.of(spec.seed()).fold(-task - 1L).fold(row), some.slice(row, row + 1));
            double[] gradient = belief.pullback(moments, at.meanGradient(), at.spreadGradient());
            for (int k = 0; k < fisher.length; k++) {
                fisher[k] += gradient[k] * gradient[k] * rows / sample;
            }
        }
        return earlier(fisher.length).plus(belief.field(), fisher);
    }

    /** The same steps with EWC's penalty in place of the divergence. */
    private Algorithm<FieldState, Sums> consolidated(TrainedModel<?> model) {
        RunSpec own = model.spec();
        long steps = (long) model.job().rounds() * own.cluster().localSteps();
        FieldUpdate update = new FieldUpdate(
                new Adam(own.train().beta1(), own.train().beta2(), 1e-8),
                new Schedule(own.train().learningRate(), Math.round(own.train().warmup() * steps), steps),
                new InverseTemperature(
                        own.model().field().initialInverseTemperature(), own.model().field().inverseTemperature(), steps),
                Divergence.PREVIOUS_TASK);
        FieldTarget target = new FieldTarget(earlier(model.posterior().dimension()), rows, 1);
        return new FieldSpace((LocalNetwork) model.network(), update, target, own.train().batch(), 1)
                .average(own.cluster().localSteps());
    }

    @SuppressWarnings("unchecked")
    private <S> TrainedModel<S> trained(TrainedModel<S> model, int task) {
        Algorithm<S, ?> algorithm =
                lambda > 0 ? (Algorithm<S, ?>) (Algorithm<?, ?>) consolidated(model) : model.job().algorithm();
        List<Shard> shards = List.of(Shard.split(rows(trainImages, trainLabels, 0, rows, task), spec.cluster().shards()));
        int rounds = model.job().rounds();
        S state = new LocalRunner(shards)
                .run(
                        algorithm,
                        model.state(),
                        0,
                        rounds,
                        Key.of(spec.seed()).fold(task),
                        (round, outcome) -> {
                            if (round % Math.max(1, rounds / 4) == 0 || round == rounds - 1) {
                                System.err.println(round + " " + outcome.diagnostics());
                            }
                            return true;
                        });
        return model.at(state, rounds);
    }

    private Batch judge(int task) {
        return rows(images, labels, firstJudge, JUDGES, task);
    }

    private Batch rows(byte[] pixels, byte[] targets, int first, int count, int task) {
        int[] from = Key.of(spec.seed()).fold(1000 + task).permutation(PIXELS);
        float[] features = new float[count * PIXELS];
        float[] classes = new float[count];
        for (int r = 0; r < count; r++) {
            int start = (first + r) * PIXELS;
            for (int p = 0; p < PIXELS; p++) {
                features[r * PIXELS + p] = ((pixels[start + from[p]] & 0xFF) - mean) / sd;
            }
            classes[r] = targets[first + r];
        }
        return new Batch(features, classes, PIXELS);
    }

    private static byte[] unpacked(Path folder, String name, int header) throws IOException {
        Path file;
        try (var files = Files.list(folder)) {
            file = files.filter(each -> each.getFileName().toString().startsWith(name)).sorted().findFirst().orElseThrow();
        }
        try (InputStream in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            ByteBuffer all = ByteBuffer.wrap(in.readAllBytes());
            return Arrays.copyOfRange(all.array(), header, all.capacity());
        }
    }
}
