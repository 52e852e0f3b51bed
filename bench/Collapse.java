import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Key;
import io.elbo4j.models.collapse.CvaeSpec;
import io.elbo4j.models.collapse.ExpectedCvae;
import io.elbo4j.models.collapse.ExpectedTwoLevel;
import io.elbo4j.models.collapse.GaussianRows;
import io.elbo4j.models.collapse.LinearDecoder;
import io.elbo4j.models.collapse.LinearEncoder;
import io.elbo4j.models.collapse.LinearOptimum;
import io.elbo4j.models.collapse.SingularValues;
import io.elbo4j.models.collapse.TwoLevelDecoder;
import io.elbo4j.models.collapse.TwoLevelEncoder;
import io.elbo4j.models.collapse.TwoLevelSpec;
import io.elbo4j.models.collapse.TwoLevelSpec.EncoderVariance;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.LatentTemperedElbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.ProgramState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Posterior collapse in linear models: singular values that are learned, by minibatches and by the exact expected loss, against those of the optimum in
 * closed form. Run as a source file by collapse.sh: {@code SEED OUT STEPS RATE BATCH}.
 */
public final class Collapse {

    private static final int ROWS = 2000;
    private static final double[] EIGENVALUES = {4, 2.5, 1.5, 0.8, 0.3};
    private static final double[] TWO_LEVEL_EIGENVALUES = {5, 3, 1.5, 0.6};

    private final long seed;
    private final Path out;
    private final int steps;
    private final double rate;
    private final int batchRows;

    private Collapse(String[] arguments) {
        seed = Long.parseLong(arguments[0]);
        out = Path.of(arguments[1]);
        steps = Integer.parseInt(arguments[2]);
        rate = Double.parseDouble(arguments[3]);
        batchRows = Integer.parseInt(arguments[4]);
    }

    public static void main(String[] arguments) throws IOException {
        Collapse collapse = new Collapse(arguments);
        collapse.conditional(0, 0.5);
        collapse.conditional(0.5, 0.5);
        collapse.conditional(0.9, 0.5);
        collapse.conditional(0.5, 1);
        collapse.conditional(0, 2);
        collapse.twoLevels(new EncoderVariance.Learned());
        collapse.twoLevels(new EncoderVariance.Fixed(0.25));
    }

    private void conditional(double correlation, double beta) throws IOException {
        CvaeSpec spec = new CvaeSpec(5, 5, 5, 1);
        double[] residual = Arrays.stream(EIGENVALUES)
                .map(eigenvalue -> eigenvalue * (1 - correlation * correlation))
                .toArray();
        run(
                String.format(Locale.ROOT, "cvae correlation=%s beta=%s", correlation, beta),
                new Inference<>(new LinearDecoder(spec), new LinearEncoder(spec), new TemperedElbo(beta), 1),
                new ExpectedCvae(spec, beta).inference(),
                GaussianRows.conditioned(EIGENVALUES, correlation, ROWS, Key.of(seed)),
                GaussianRows.conditioned(EIGENVALUES, correlation, 11, Key.of(seed)),
                LinearDecoder.LATENT,
                LinearOptimum.singularValues(residual, beta, spec.noiseVariance()));
    }

    private void twoLevels(EncoderVariance first) throws IOException {
        TwoLevelSpec spec = new TwoLevelSpec(4, 4, 4, 0.25, first);
        run(
                "two levels firstVariance=" + (first instanceof EncoderVariance.Fixed ? "0.25" : "learned") + " beta2=2",
                new Inference<>(
                        new TwoLevelDecoder(spec),
                        new TwoLevelEncoder(spec),
                        new LatentTemperedElbo(
                                Map.of(TwoLevelDecoder.FIRST_LATENTS, 1.0, TwoLevelDecoder.SECOND_LATENTS, 2.0)),
                        1),
                new ExpectedTwoLevel(spec, 1, 2).inference(),
                GaussianRows.of(TWO_LEVEL_EIGENVALUES, ROWS, Key.of(seed)),
                GaussianRows.of(TWO_LEVEL_EIGENVALUES, 5, Key.of(seed)),
                TwoLevelDecoder.SECOND,
                LinearOptimum.secondSingularValues(TWO_LEVEL_EIGENVALUES, spec, 1, 2));
    }

    /** Both ways of training one setting; the bound at the end is the exact one, per row, without noise. */
    private void run(
            String setting,
            Inference<? extends AdditiveObjective> sampled,
            Inference<Elbo> exact,
            Batch rows,
            Batch moments,
            String matrix,
            double[] optimum)
            throws IOException {
        write(setting, "minibatches of " + batchRows, trained(sampled, rows, batchRows), exact, rows, matrix, optimum);
        write(setting, "expected loss", trained(exact, moments, moments.rows()), exact, rows, matrix, optimum);
    }

    private record Trained(float[] theta, ParameterLayout layout, double seconds) {}

    private Trained trained(Inference<? extends AdditiveObjective> inference, Batch rows, int batch) {
        GradientAscent ascent = GradientAscent.overRows(
                inference, new Adam(0.9, 0.999, 1e-8), new Schedule(rate, 0, steps)::at, batch, rows.width());
        Key key = Key.of(seed);
        long before = System.nanoTime();
        ProgramState state = new LocalRunner(List.of(Shard.split(rows, 1)))
                .run(
                        ascent.algorithm("collapse"),
                        ascent.initial(key, rows.width()),
                        0,
                        steps,
                        key,
                        (round, outcome) -> true);
        return new Trained(state.theta(), ascent.layout(), (System.nanoTime() - before) / 1e9);
    }

    private void write(
            String setting,
            String by,
            Trained trained,
            Inference<Elbo> exact,
            Batch rows,
            String matrix,
            double[] optimum)
            throws IOException {
        double[] found = SingularValues.of(trained.theta(), trained.layout(), matrix);
        double worst = 0;
        for (int i = 0; i < optimum.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - optimum[i]));
        }
        Minibatch all = Minibatch.all(rows);
        ParameterLayout to = exact.layout(all);
        float[] theta = new float[to.dimension()];
        for (ParameterBlock block : to.blocks()) {
            ParameterBlock from = trained.layout().block(block.name());
            System.arraycopy(trained.theta(), from.offset(), theta, block.offset(), block.size());
        }
        double bound = exact.value(theta, all, Key.of(seed)) / rows.rows();
        String line = String.format(
                Locale.ROOT,
                "{\"setting\":\"%s\",\"by\":\"%s\",\"seed\":%d,\"steps\":%d,\"rate\":%s,\"boundPerRow\":%.5f,"
                        + "\"singularValues\":%s,\"optimum\":%s,\"largestDifference\":%.4f,\"seconds\":%.1f}%n",
                setting, by, seed, steps, rate, bound, rounded(found), rounded(optimum), worst, trained.seconds());
        Files.writeString(out, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.print(line);
    }

    private static String rounded(double[] numbers) {
        return Arrays.toString(Arrays.stream(numbers)
                .map(number -> Math.round(number * 1e4) / 1e4)
                .toArray());
    }
}
