import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.GaussianSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Streams whose exact posterior is known, drawn: the mean θ of observations with variance 1, θ ~ N(0, 1) before the first (Kessler et
 * al., arXiv 2301.01828v3, section 4). Run as a source file by gaussian-streams.sh: {@code PLOT}.
 *
 * <p>Left, a model that cannot be right: two tasks of equal size at −1 and +1, one mean for both. Right, imbalance: 1,000 observations
 * at −1 and 10 at +1, in both orders. Inference is exact, nothing is forgotten, and still a task is served badly.
 */
public final class GaussianStreams {

    /** So many observations of one value. */
    private record Task(double value, int count) {}

    /** A posterior after so many observations. */
    private record Belief(int after, double mean, double sd) {}

    private static final int WIDTH = 340;
    private static final int HEIGHT = 180;

    public static void main(String[] arguments) throws IOException {
        List<Belief> misspecified = beliefs(List.of(new Task(-1, 500), new Task(1, 500)));
        List<Belief> manyFirst = beliefs(List.of(new Task(-1, 1000), new Task(1, 10)));
        List<Belief> fewFirst = beliefs(List.of(new Task(1, 10), new Task(-1, 1000)));
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<title>Exact posteriors along two streams. Equal tasks at -1 and +1 end at %.3f; 1000 at -1 and 10 at +1 end at %.6f in "
                        + "either order.</title>%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                2 * WIDTH + 120,
                HEIGHT + 80,
                last(misspecified).mean(),
                last(manyFirst).mean()));
        axes(svg, 40, "500 at −1, then 500 at +1", 1000);
        band(svg, 40, misspecified, 1000, "#0072b2");
        axes(svg, WIDTH + 100, "1,000 at −1 and 10 at +1", 1010);
        band(svg, WIDTH + 100, manyFirst, 1010, "#0072b2");
        band(svg, WIDTH + 100, fewFirst, 1010, "#d55e00");
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"72\" fill=\"#0072b2\">the 1,000 first</text>%n<text x=\"%d\" y=\"88\" fill=\"#d55e00\">the 10 first</text>%n</svg>%n",
                WIDTH + 330,
                WIDTH + 330));
        Files.writeString(Path.of(arguments[0]), svg);
        for (List<Belief> stream : List.of(misspecified, manyFirst, fewFirst)) {
            Belief end = last(stream);
            System.out.printf(Locale.ROOT, "observations=%d mean=%.6f variance=1/%.0f%n", end.after(), end.mean(), 1 / (end.sd() * end.sd()));
        }
    }

    private static Belief last(List<Belief> beliefs) {
        return beliefs.get(beliefs.size() - 1);
    }

    private static List<Belief> beliefs(List<Task> tasks) {
        GaussianSite posterior = GaussianSite.of(new DiagonalGaussian(new double[] {0}, new double[] {1}));
        List<Belief> beliefs = new ArrayList<>(List.of(belief(0, posterior)));
        for (Task task : tasks) {
            GaussianSite observation = new DiagonalSite(1, new int[] {0}, new double[] {task.value()}, new double[] {1});
            for (int i = 0; i < task.count(); i++) {
                posterior = posterior.plus(observation);
                beliefs.add(belief(beliefs.size(), posterior));
            }
        }
        return beliefs;
    }

    private static Belief belief(int after, GaussianSite site) {
        DiagonalGaussian normal = (DiagonalGaussian) site.posterior();
        return new Belief(after, normal.mean()[0], Math.sqrt(normal.variance()[0]));
    }

    private static double up(double theta) {
        return 30 + HEIGHT * (1.5 - theta) / 3;
    }

    private static void axes(StringBuilder svg, int left, String title, int count) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"18\" font-weight=\"bold\">%s</text>%n", left, title));
        for (double theta : new double[] {-1, 0, 1}) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ccc\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>%n",
                    left, left + WIDTH, up(theta), up(theta), left - 6, up(theta) + 4, theta));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d observations; θ, two standard deviations</text>%n",
                left, HEIGHT + 50, left + WIDTH, HEIGHT + 50, count));
    }

    private static void band(StringBuilder svg, int left, List<Belief> beliefs, int count, String colour) {
        StringBuilder line = new StringBuilder();
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (Belief each : beliefs) {
            boolean drawn = each.after() <= 40 || each.after() % 5 == 0 || each.after() > count - 20;
            if (drawn) {
                double x = left + (double) WIDTH * each.after() / count;
                line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, up(each.mean())));
                above.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, up(Math.min(1.5, each.mean() + 2 * each.sd()))));
                below.insert(0, String.format(Locale.ROOT, "%.1f,%.1f ", x, up(Math.max(-1.5, each.mean() - 2 * each.sd()))));
            }
        }
        svg.append(String.format(
                "<polygon fill=\"%s\" opacity=\"0.2\" points=\"%s%s\"/>%n<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n",
                colour, above, below, colour, line));
    }
}
