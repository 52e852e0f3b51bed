import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.models.fieldspace.Perceptron;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A perceptron of binary weights learns from one teacher and then from another, by its fields: the generalisation error of both tasks against
 * the number of patterns of the second. Run as a source file by teacher-student.sh.
 *
 * <p>{@code run N REPEATS STEPS OUT}: adds a line of JSON a repeat, overlap and number of patterns to OUT. {@code draw OUT SVG}: the curve,
 * with two standard errors over repeats.
 *
 * <p>As published (arXiv 2212.02846): inputs and teachers are ±1 at random, the second teacher is the first with weights turned over until
 * their overlap is r; β = 1; task 1 has 2N patterns, no divergence, Adam of rate 0.001 with decay 0.001, 5,000 full steps;
 * task 2 has αN patterns, the divergence from the fields of task 1 once, and Adam of rate 0.005, 20,000 steps. An error is arccos(sign(θ)·teacher / N) / π.
 * Rates are multiplied by 5,000 / STEPS in task 1 and by 20,000 / STEPS in task 2, so that fewer steps go as far.
 */
public final class TeacherStudent {

    private static final double[] OVERLAPS = {-0.5, 0, 0.5};
    private static final double[] ALPHAS = {0.1, 0.5, 1, 2, 3, 4, 5, 6, 7};
    private static final double FIRST_ALPHA = 2;
    private static final double DECAY = 1e-3;
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73"};
    private static final int WIDTH = 340;
    private static final int HEIGHT = 260;
    private static final int LEFT = 46;
    private static final double HIGH = 0.7;

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("draw")) {
            Files.writeString(Path.of(arguments[2]), drawn(Files.readAllLines(Path.of(arguments[1]))));
            return;
        }
        int inputs = Integer.parseInt(arguments[1]);
        int steps = Integer.parseInt(arguments[3]);
        for (int repeat = 1; repeat <= Integer.parseInt(arguments[2]); repeat++) {
            Key key = Key.of(repeat);
            float[] teacher = new float[inputs];
            key.fold(1).signs(teacher);
            double[] start = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                start[i] = key.fold(2).gaussian(i);
            }
            Batch patterns = patterns(teacher, (int) (FIRST_ALPHA * inputs), key.fold(3));
            double[] first = trained(start, patterns, 0, 1e-3 * 5000 / steps, DECAY, steps);
            for (double overlap : OVERLAPS) {
                float[] other = teacher.clone();
                int[] order = key.fold(4).permutation(inputs);
                for (int i = 0; i < Math.round((1 - overlap) / 2 * inputs); i++) {
                    other[order[i]] = -other[order[i]];
                }
                for (double alpha : ALPHAS) {
                    Batch next = patterns(other, (int) Math.round(alpha * inputs), key.fold(5));
                    double[] second = trained(first, next, 1, 5e-3 * 20000 / steps, 0, steps);
                    String line = String.format(
                            Locale.ROOT,
                            "{\"inputs\":%d,\"steps\":%d,\"repeat\":%d,\"overlap\":%s,\"alpha\":%s,\"firstBefore\":%.5f,\"first\":%.5f,\"second\":%.5f}%n",
                            inputs, steps, repeat, overlap, alpha, error(first, teacher), error(second, teacher), error(second, other));
                    Files.writeString(
                            Path.of(arguments[4]),
                            line,
                            java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND);
                }
            }
        }
    }

    private static Batch patterns(float[] teacher, int count, Key key) {
        float[] inputs = new float[count * teacher.length];
        float[] labels = new float[count];
        key.signs(inputs);
        for (int p = 0; p < count; p++) {
            double sum = 0;
            for (int i = 0; i < teacher.length; i++) {
                sum += teacher[i] * inputs[p * teacher.length + i];
            }
            labels[p] = sum >= 0 ? 1 : -1;
        }
        return new Batch(inputs, labels, teacher.length);
    }

    private static double[] trained(double[] start, Batch patterns, double weight, double rate, double decay, int steps) {
        double[] field = start.clone();
        float[][] slots = new float[2][field.length];
        Adam adam = new Adam(0.9, 0.999, 1e-8);
        for (int step = 1; step <= steps; step++) {
            Perceptron student = new Perceptron(field, 1);
            double[] gradient = student.at(patterns).gradient();
            double[] mean = student.mean();
            FirstOrder.Step move = adam.at(step, rate);
            double[] next = new double[field.length];
            for (int i = 0; i < field.length; i++) {
                double pull = weight * (field[i] - start[i]) * (1 - mean[i] * mean[i]);
                next[i] = field[i] * (1 - rate * decay) + move.move(gradient[i] - pull, slots, 0, i);
            }
            field = next;
        }
        return field;
    }

    private static double error(double[] field, float[] teacher) {
        double overlap = 0;
        for (int i = 0; i < field.length; i++) {
            overlap += Math.signum(field[i]) * teacher[i] / field.length;
        }
        return Math.acos(Math.max(-1, Math.min(1, overlap))) / Math.PI;
    }

    private static double value(String line, String name) {
        int at = line.indexOf("\"" + name + "\":") + name.length() + 3;
        return Double.parseDouble(line.substring(at, line.indexOf(line.indexOf(',', at) < 0 ? '}' : ',', at)));
    }

    private static String drawn(List<String> lines) {
        StringBuilder svg = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                2 * (WIDTH + LEFT) + 20, HEIGHT + 70, 2 * (WIDTH + LEFT) + 20, HEIGHT + 70));
        String[] names = {"first", "second"};
        for (int panel = 0; panel < names.length; panel++) {
            int left = LEFT + panel * (WIDTH + LEFT);
            svg.append(String.format(
                    "<text x=\"%d\" y=\"18\">error of the %s task</text><rect x=\"%d\" y=\"28\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>%n",
                    left, names[panel], left, WIDTH - 20, HEIGHT));
            for (int tick = 0; tick <= 7; tick++) {
                svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n", left + across(tick), HEIGHT + 44, tick));
            }
            for (int tick = 0; tick <= 7; tick++) {
                svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n", left - 4, up(tick / 10.0) + 4, tick / 10.0));
            }
            svg.append(String.format("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">patterns of the second task / N</text>%n", left + WIDTH / 2, HEIGHT + 62));
            for (int o = 0; o < OVERLAPS.length; o++) {
                curve(svg, lines, OVERLAPS[o], names[panel], COLOURS[o], left);
                if (panel == 0) {
                    svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">overlap %.1f</text>%n", left + WIDTH - 110, HEIGHT - 24 + 16 * o, COLOURS[o], OVERLAPS[o]));
                }
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static void curve(StringBuilder svg, List<String> lines, double overlap, String name, String colour, int left) {
        List<String> points = new ArrayList<>();
        for (double alpha : ALPHAS) {
            double[] errors = lines.stream()
                    .filter(line -> value(line, "overlap") == overlap && value(line, "alpha") == alpha)
                    .mapToDouble(line -> value(line, name))
                    .toArray();
            if (errors.length == 0) {
                continue;
            }
            double mean = Arrays.stream(errors).average().orElse(0);
            double square = Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum();
            double twice = errors.length < 2 ? 0 : 2 * Math.sqrt(square / (errors.length - 1) / errors.length);
            double x = left + across(alpha);
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, up(mean)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/><circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                    x, up(mean - twice), x, up(mean + twice), colour, x, up(mean), colour));
        }
        svg.append(String.format("<polyline fill=\"none\" stroke=\"%s\" points=\"%s\"/>%n", colour, String.join(" ", points)));
    }

    private static double across(double alpha) {
        return alpha / 7.2 * (WIDTH - 20);
    }

    private static double up(double error) {
        return 28 + HEIGHT * (1 - error / HIGH);
    }
}
