import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.eval.CollapseDiagnosis;
import io.elbo4j.eval.Directions;
import io.elbo4j.eval.LatentFigures;
import io.elbo4j.eval.ResidualCovariance;
import io.elbo4j.math.Key;
import io.elbo4j.models.collapse.CvaeSpec;
import io.elbo4j.models.collapse.NetworkDecoder;
import io.elbo4j.models.collapse.NetworkEncoder;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.ProgramState;
import io.elbo4j.program.RowScores;
import io.elbo4j.program.RowScoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Active latents of networks with one hidden layer on halves of MNIST digits, 14 × 14 pixels: the right half, with and without the left one as its condition, for several β; beside
 * the number that a linear model would keep. Run as a source file by collapse.sh: {@code SEED OUT MNIST}.
 */
public final class CollapseHalves {

    private static final int HEADER = 16;
    private static final int SIDE = 28;
    private static final int POOLED = 14;
    private static final int HALF = POOLED * POOLED / 2;
    private static final int ROWS = 10_000;
    private static final int HELD_OUT = 2000;
    private static final int LATENTS = 32;
    private static final int HIDDEN = 128;
    private static final int STEPS = 3000;
    private static final int BATCH = 200;
    private static final double RATE = 2e-3;
    private static final double NOISE_VARIANCE = 0.02;
    private static final double[] BETAS = {0.5, 1, 2, 4, 8, 16};

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        Path out = Path.of(arguments[1]);
        byte[] images;
        try (GZIPInputStream in =
                new GZIPInputStream(Files.newInputStream(Path.of(arguments[2], "train-images-idx3-ubyte.gz")))) {
            images = in.readNBytes(HEADER + (ROWS + HELD_OUT) * SIDE * SIDE);
        }
        for (boolean conditional : new boolean[] {false, true}) {
            Batch rows = halves(images, 0, ROWS, conditional);
            Batch heldOut = halves(images, ROWS, HELD_OUT, conditional);
            List<Double> eigenvalues = ResidualCovariance.eigenvalues(rows, rows.width() - HALF, rows.width());
            for (double beta : BETAS) {
                Directions directions = Directions.ofData(eigenvalues, beta, NOISE_VARIANCE);
                CollapseDiagnosis diagnosis = diagnosis(rows, heldOut, conditional, beta, directions, seed);
                String line = String.format(
                        Locale.ROOT,
                        "{\"setting\":\"MNIST right halves%s beta=%s\",\"seed\":%d,\"noiseVariance\":%s,\"latents\":%d,\"active\":%d,"
                                + "\"linear\":%d,\"klNats\":%s}%n",
                        conditional ? " given left" : "",
                        beta,
                        seed,
                        NOISE_VARIANCE,
                        LATENTS,
                        diagnosis.active(),
                        Math.min(LATENTS, directions.worthKeeping()),
                        diagnosis.verdicts().stream()
                                .map(each -> Math.round(each.latent().klNats() * 1e3) / 1e3)
                                .toList());
                Files.writeString(out, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                System.out.print(line);
            }
        }
    }

    private static CollapseDiagnosis diagnosis(
            Batch rows, Batch heldOut, boolean conditional, double beta, Directions directions, long seed) {
        CvaeSpec spec = new CvaeSpec(conditional ? HALF : 0, HALF, LATENTS, NOISE_VARIANCE);
        Inference<TemperedElbo> inference = new Inference<>(
                new NetworkDecoder(spec, HIDDEN), new NetworkEncoder(spec, HIDDEN), new TemperedElbo(beta), 1);
        GradientAscent ascent = GradientAscent.overRows(
                inference, new Adam(0.9, 0.999, 1e-8), new Schedule(RATE, 0, STEPS)::at, BATCH, spec.width());
        Key key = Key.of(seed);
        ProgramState state = new LocalRunner(List.of(Shard.split(rows, 1)))
                .run(
                        ascent.algorithm("collapse"),
                        ascent.initial(key, spec.width()),
                        0,
                        STEPS,
                        key,
                        (round, outcome) -> true);
        RowScores scores = new RowScoring(inference.model(), inference.guide(), 1, ascent.layout())
                .of(state.theta(), Minibatch.all(heldOut), key);
        return CollapseDiagnosis.of(scores.names(), latents(scores.normals().get("z")), directions);
    }

    private static List<LatentFigures.Latent> latents(RowScores.Normals z) {
        List<LatentFigures.Latent> latents = new ArrayList<>();
        for (int e = 0; e < LATENTS; e++) {
            double kl = 0;
            double sum = 0;
            double squares = 0;
            double variance = 0;
            for (int row = 0; row < HELD_OUT; row++) {
                int at = row * LATENTS + e;
                kl += z.klNats(at) / HELD_OUT;
                sum += z.mean()[at] / HELD_OUT;
                squares += (double) z.mean()[at] * z.mean()[at] / HELD_OUT;
                variance += (double) z.sd()[at] * z.sd()[at] / HELD_OUT;
            }
            latents.add(new LatentFigures.Latent(kl, squares - sum * sum, variance));
        }
        return latents;
    }

    /** Means of 2 × 2 pixels from 0 to 1; the left half of the picture before the right one, or the right one alone. */
    private static Batch halves(byte[] images, int from, int count, boolean conditional) {
        int width = conditional ? 2 * HALF : HALF;
        float[] features = new float[count * width];
        for (int r = 0; r < count; r++) {
            for (int y = 0; y < POOLED; y++) {
                for (int x = 0; x < POOLED; x++) {
                    boolean right = x >= POOLED / 2;
                    if (!right && !conditional) {
                        continue;
                    }
                    int at = HEADER + (from + r) * SIDE * SIDE + 2 * y * SIDE + 2 * x;
                    int sum = (images[at] & 0xff)
                            + (images[at + 1] & 0xff)
                            + (images[at + SIDE] & 0xff)
                            + (images[at + SIDE + 1] & 0xff);
                    int place = y * POOLED / 2 + x % (POOLED / 2) + (right && conditional ? HALF : 0);
                    features[r * width + place] = sum / 1020f;
                }
            }
        }
        return new Batch(features, new float[count], width);
    }
}
