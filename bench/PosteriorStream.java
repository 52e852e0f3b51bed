import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import io.elbo4j.models.hmc.Hmc;
import io.elbo4j.models.hmc.LogDensity;
import io.elbo4j.models.hmc.NormalMixture;
import io.elbo4j.models.hmc.PosteriorPropagation;
import io.elbo4j.nn.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Five tasks of two clouds each, all in one plane, learned one after the other by Hamiltonian Monte Carlo with a fitted mixture as the next
 * prior, and all at once. Run as a source file by posterior-stream.sh: {@code OUT PLOT SEED ...}.
 *
 * <p>Centres are those of the paper (Kessler et al., arXiv 2301.01828v3); the clouds have a standard deviation of 0.1 on both axes, 80
 * points each to learn from and 80 to judge by. The network is 2-10-10-2 with ReLU; every parameter is N(0, 0.1) before the first task.
 */
public final class PosteriorStream {

    private static final double[][] CENTRES = {
        {0, 0.2, 0.45, 0}, {0.6, 0.9, 0.7, 0.45}, {1.3, 0.4, 1, 0.1}, {1.6, -0.1, 1.7, -0.4}, {2, 0.3, 2.3, 0.1}
    };
    private static final double SD = 0.1;
    private static final int POINTS = 80;
    private static final double PRIOR_PRECISION = 10;
    private static final int JUDGED_DRAWS = 100;
    private static final int TASKS = CENTRES.length;
    private static final PosteriorPropagation PROPAGATION =
            new PosteriorPropagation(new Hmc(0.005, 20), 4, 1000, 500, 4, List.of(1, 2, 4));

    private final Network network = Networks.of(
            "kernel", List.of("dense 10", "relu", "dense 10", "relu"), true, "", List.of(2), new Categorical(2));
    private final int dimension = network.layout().dimension();

    public static void main(String[] arguments) throws IOException {
        List<double[][]> found = new ArrayList<>();
        for (int s = 2; s < arguments.length; s++) {
            found.add(new PosteriorStream().run(Long.parseLong(arguments[s]), Path.of(arguments[0])));
        }
        Files.writeString(Path.of(arguments[1]), plot(found));
    }

    /** Accuracy on each task: rows after each task in turn, and a last one of all tasks at once. */
    private double[][] run(long seed, Path out) throws IOException {
        Key key = Key.of(seed);
        List<Batch> training = new ArrayList<>();
        List<Batch> judges = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            training.add(clouds(task, key.fold(task)));
            judges.add(clouds(task, key.fold(100 + task)));
        }
        LogDensity prior = LogDensity.isotropic(PRIOR_PRECISION);
        List<double[]> start = starts(key.fold(7));
        double[][] accuracies = new double[TASKS + 1][];
        for (int task = 0; task < TASKS; task++) {
            PosteriorPropagation.Learned learned =
                    PROPAGATION.learned(likelihood(training.get(task)), prior, start, key.fold(200 + task));
            accuracies[task] = accuracies(learned.draws(), judges);
            tell(out, seed, "in turn", task + 1, learned, accuracies[task]);
            prior = learned.density();
            start = List.of(learned.draws().get(learned.draws().size() - 1));
        }
        LogDensity all = training.stream().map(this::likelihood).reduce(LogDensity::times).orElseThrow();
        PosteriorPropagation.Learned together =
                PROPAGATION.learned(all, LogDensity.isotropic(PRIOR_PRECISION), starts(key.fold(7)), key.fold(300));
        accuracies[TASKS] = accuracies(together.draws(), judges);
        tell(out, seed, "at once", TASKS, together, accuracies[TASKS]);
        return accuracies;
    }

    private List<double[]> starts(Key key) {
        List<double[]> starts = new ArrayList<>();
        for (int chain = 0; chain < PROPAGATION.chains(); chain++) {
            double[] theta = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                theta[i] = key.fold(chain).gaussian(i) / Math.sqrt(PRIOR_PRECISION);
            }
            starts.add(theta);
        }
        return starts;
    }

    private static Batch clouds(int task, Key key) {
        float[] x = new float[4 * POINTS];
        float[] y = new float[2 * POINTS];
        for (int i = 0; i < y.length; i++) {
            int label = i % 2;
            y[i] = label;
            x[2 * i] = (float) (CENTRES[task][2 * label] + SD * key.gaussian(2 * i));
            x[2 * i + 1] = (float) (CENTRES[task][2 * label + 1] + SD * key.gaussian(2 * i + 1));
        }
        return new Batch(x, y, 2);
    }

    private LogDensity likelihood(Batch rows) {
        return theta -> {
            ValueGrad at = network.valueGrad(floats(theta), rows);
            double[] gradient = new double[theta.length];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = at.gradient()[i];
            }
            return new LogDensity.Slope(at.logLikSum(), gradient);
        };
    }

    private static float[] floats(double[] theta) {
        float[] floats = new float[theta.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) theta[i];
        }
        return floats;
    }

    /** Of the mean probability over draws spread over the chains. */
    private double[] accuracies(List<double[]> draws, List<Batch> judges) {
        double[] accuracies = new double[judges.size()];
        for (int task = 0; task < accuracies.length; task++) {
            Batch rows = judges.get(task);
            double[] second = new double[rows.rows()];
            for (int s = 0; s < JUDGED_DRAWS; s++) {
                float[] outputs = network.outputs(floats(draws.get(s * draws.size() / JUDGED_DRAWS)), rows);
                for (int i = 0; i < second.length; i++) {
                    second[i] += 1 / (1 + Math.exp(outputs[2 * i] - outputs[2 * i + 1])) / JUDGED_DRAWS;
                }
            }
            for (int i = 0; i < second.length; i++) {
                accuracies[task] += (second[i] > 0.5) == (rows.targets()[i] == 1) ? 1.0 / second.length : 0;
            }
        }
        return accuracies;
    }

    private static void tell(
            Path out, long seed, String how, int task, PosteriorPropagation.Learned learned, double[] accuracies)
            throws IOException {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"seed\":%d,\"how\":\"%s\",\"afterTask\":%d,\"acceptance\":%.3f,\"leastEffectiveSize\":%.1f,\"components\":%d,\"accuracy\":[",
                seed,
                how,
                task,
                learned.acceptance(),
                learned.leastEffectiveSize(),
                learned.density().components().size()));
        for (int t = 0; t < task; t++) {
            line.append(t == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", accuracies[t]));
        }
        line.append("]}");
        System.out.println(line);
        Files.writeString(out, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Mean accuracy over the tasks so far, after each task: in turn, and the level of all at once. */
    private static String plot(List<double[][]> found) {
        int width = 460;
        int height = 280;
        StringBuilder svg = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<title>Mean accuracy on the tasks so far: learned in turn, and all at once</title>%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                width, height, width, height));
        for (double level = 0.5; level < 1.01; level += 0.1) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"50\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"44\" y=\"%.1f\" text-anchor=\"end\">%.0f %%</text>%n",
                    up(level), width - 20, up(level), up(level) + 4, 100 * level));
        }
        for (int task = 0; task < TASKS; task++) {
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"264\" text-anchor=\"middle\">%s</text>%n", across(task), "task " + (task + 1)));
        }
        double once = found.stream().mapToDouble(seed -> mean(seed[TASKS], TASKS)).average().orElseThrow();
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"50\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#0072b2\" stroke-dasharray=\"5 4\" stroke-width=\"2\"/>%n"
                        + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#0072b2\">all at once</text>%n",
                up(once), width - 20, up(once), width - 24, up(once) + 16));
        for (double[][] seed : found) {
            svg.append("<polyline fill=\"none\" stroke=\"#d55e00\" stroke-width=\"1.5\" opacity=\"0.8\" points=\"");
            for (int task = 0; task < TASKS; task++) {
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", across(task), up(mean(seed[task], task + 1))));
            }
            svg.append("\"/>\n");
        }
        return svg.append("<text x=\"60\" y=\"230\" fill=\"#d55e00\">in turn, a line a seed</text>\n</svg>\n").toString();
    }

    private static double mean(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] / count;
        }
        return sum;
    }

    private static double across(int task) {
        return 80 + task * 85;
    }

    private static double up(double accuracy) {
        return 20 + (1 - accuracy) / 0.5 * 220;
    }
}
