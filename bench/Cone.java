import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.models.cone.ConeModel;
import io.elbo4j.models.cone.NormalGuide;
import io.elbo4j.models.cone.RingGuide;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.objective.Objective;
import io.elbo4j.optim.Sgd;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.Program;
import io.elbo4j.program.ProgramState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * The noisy cone: five pairs of guide and objective, each trained by plain ascent of rate 0.001 and then measured on fresh samples. Run as a
 * source file by cone.sh: {@code SEED STEPS OUT}. As published: 64 samples a step, starts at x = 3, y = 0 and log sd 1 (normal guide) and log sd 0 (ring
 * guide).
 */
public final class Cone {

    private static final int SAMPLES = 64;
    private static final int TEST_SAMPLES = 5000;
    private static final int PER_PASS = 50;

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        Path out = Path.of(arguments[2]);
        Program normal = new NormalGuide(3, 1);
        RingGuide ring = new RingGuide(0);
        run("ELBO", normal, new Elbo(), 1, seed, steps, out);
        run("IWELBO(5)", normal, new Iwelbo(), 5, seed, steps, out);
        run("HVI", ring.marginal(1), new Elbo(), 1, seed, steps, out);
        run("IWHVI(5,1)", ring.marginal(5), new Iwelbo(), 1, seed, steps, out);
        run("DIWHVI(5,5)", ring.marginal(5), new Iwelbo(), 5, seed, steps, out);
    }

    private static void run(String name, Program guide, Objective objective, int particles, long seed, int steps, Path out)
            throws IOException {
        Key key = Key.of(seed);
        Inference<Objective> inference = new Inference<>(new ConeModel(), guide, objective, particles, SAMPLES);
        GradientAscent ascent = GradientAscent.overRepetitions(inference, new Sgd(0), step -> 1e-3);
        LocalRunner runner = new LocalRunner(List.of(new Shard(0, 1, 1, new Batch(new float[1], new float[1], 1))));
        long before = System.nanoTime();
        ProgramState state =
                runner.run(ascent.algorithm("cone"), ascent.initial(key, 1), 0, steps, key, (round, outcome) -> true);
        double seconds = (System.nanoTime() - before) / 1e9;
        Inference<Objective> test = new Inference<>(new ConeModel(), guide, objective, particles, PER_PASS);
        double sum = 0;
        double squares = 0;
        int passes = TEST_SAMPLES / PER_PASS;
        for (int i = 0; i < passes; i++) {
            double value = test.value(state.theta(), Minibatch.NONE, key.fold(-100).fold(i));
            sum += value;
            squares += value * value;
        }
        double mean = sum / passes;
        double error = Math.sqrt((squares / passes - mean * mean) / (passes - 1));
        String line = String.format(
                Locale.ROOT,
                "{\"objective\":\"%s\",\"seed\":%d,\"steps\":%d,\"samples\":%d,\"value\":%.4f,\"standardError\":%.4f,\"theta\":%s,\"seconds\":%.1f}%n",
                name, seed, steps, TEST_SAMPLES, mean, error, java.util.Arrays.toString(state.theta()), seconds);
        Files.writeString(out, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.print(line);
    }
}
