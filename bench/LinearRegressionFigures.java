import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Data for the figures of linear regression, and their distance from the closed form. Run as a source file by
 * linear-regression.sh.
 *
 * <p>{@code data FILE SEED} writes 400 rows of 8 correlated features with noise of variance 0.25; {@code compare EXACT OTHER
 * [FULL]} prints the largest distance of a mean, in itself and in posterior standard deviations, and the largest relative error
 * of a variance, as JSON.
 */
public final class LinearRegressionFigures {

    private static final int ROWS = 400;
    private static final int FEATURES = 8;

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("data")) {
            Files.writeString(Path.of(arguments[1]), rows(Long.parseLong(arguments[2])));
        } else {
            System.out.println(distances(Path.of(arguments[1]), Path.of(arguments[2])));
        }
    }

    private static String rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] truth = random.doubles(FEATURES, -1, 1).toArray();
        StringBuilder text = new StringBuilder("x0,x1,x2,x3,x4,x5,x6,x7,y\n");
        for (int row = 0; row < ROWS; row++) {
            double common = random.nextGaussian();
            double y = 0.5 * random.nextGaussian();
            for (int f = 0; f < FEATURES; f++) {
                double x = random.nextGaussian() + 0.7 * common;
                y += truth[f] * x;
                text.append(String.format(Locale.ROOT, "%.6f,", x));
            }
            text.append(String.format(Locale.ROOT, "%.6f%n", y));
        }
        return text.toString();
    }

    private static String distances(Path exact, Path other) {
        double[] mean = numbers(exact, "mean");
        double[] sd = numbers(exact, "sd");
        double[] otherMean = numbers(other, "mean");
        double[] otherSd = numbers(other, "sd");
        double distance = IntStream.range(0, mean.length)
                .mapToDouble(i -> Math.abs(mean[i] - otherMean[i]))
                .max()
                .orElseThrow();
        double standardised = IntStream.range(0, mean.length)
                .mapToDouble(i -> Math.abs(mean[i] - otherMean[i]) / sd[i])
                .max()
                .orElseThrow();
        double variance = IntStream.range(0, mean.length)
                .mapToDouble(i -> Math.abs(Math.pow(otherSd[i] / sd[i], 2) - 1))
                .max()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "{\"meanDistance\":%.3g,\"meanDistanceInSd\":%.4f,\"varianceRelativeError\":%.4f}",
                distance,
                standardised,
                variance);
    }

    /** The numbers under a name in what {@code export --format json} printed for a model with one parameter. */
    private static double[] numbers(Path file, String name) {
        try {
            Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\\[([^\\]]*)\\]").matcher(Files.readString(file));
            if (!found.find()) {
                throw new IllegalArgumentException("figures: no such array: file=" + file + " name=" + name
                        + "; is it the output of export?");
            }
            return Arrays.stream(found.group(1).split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
