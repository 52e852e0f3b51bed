import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.data.Episodes;
import io.elbo4j.data.GeneratedTasks;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Sinusoids;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.FewShot;
import io.elbo4j.eval.Metrics;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.models.Job;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains a few-shot model of a configuration in one thread and without Spark, to the same bits as {@code bin/elbo4j train} where episodes
 * are made up, and prints its figures as lines of JSON. Run as a source file by the scripts of this folder.
 *
 * <p>{@code figures CONF SHOTS FOLDER SETTING ...}: SHOTS as in 5,1,2: a line for each number of rows to learn from. The model is kept in
 * FOLDER unless that is "-".
 *
 * <p>{@code cost CONF ROUNDS SETTING ...}: time and allocated bytes of a training episode, after as many rounds to warm up, on random
 * rows of 60 classes where episodes are of classes: numbers do not matter to either.
 */
public final class Episodic {

    private static final int CLASSES = 60;
    private static final int ROWS = 20;
    private static final int PIXELS = 28 * 28;

    public static void main(String[] arguments) throws IOException {
        boolean cost = arguments[0].equals("cost");
        List<String> settings = Arrays.asList(arguments).subList(cost ? 3 : 4, arguments.length);
        RunSpec spec = RunSpec.of(Settings.of(Files.readString(Path.of(arguments[1])), arguments[1], settings));
        boolean classes = spec.episodes().classes();
        int inputs = classes ? PIXELS : 1;
        ModelInput input = new ModelInput(
                List.of(inputs), new NumberedNames("x", 0, "", inputs), classes ? spec.episodes().ways() : 0, 0, "");
        TrainedModel<?> model = TrainedModel.untrained(spec, input, Standardisation.identity(inputs));
        if (cost) {
            cost(model, classes ? images() : empty(), Integer.parseInt(arguments[2]));
        } else {
            figures(model, arguments[2].split(","), arguments[3]);
        }
    }

    private static <S> void figures(TrainedModel<S> model, String[] shots, String folder) throws IOException {
        RunSpec spec = model.spec();
        Job<S> job = model.job();
        Key key = Key.of(spec.seed());
        long began = System.nanoTime();
        S state = new LocalRunner(List.of(empty()))
                .run(job.algorithm(), job.initial(), 0, job.rounds(), key, (round, outcome) -> true);
        double seconds = (System.nanoTime() - began) / 1e9;
        for (String each : shots) {
            EpisodeSource judged = new GeneratedTasks(
                    new Sinusoids(spec.episodes().source().equals("sinusoid-or-line")),
                    Integer.parseInt(each),
                    spec.episodes().queries());
            Episodes episodes = judged.of(empty());
            Sums sums = Sums.NONE;
            for (int id = 0; id < spec.episodes().test(); id++) {
                var episode = episodes.at(Stream.EPISODES.of(Stream.PREDICT.of(key)), id);
                sums = sums.plus(FewShot.of(job.episodes().orElseThrow().prediction().of(state, episode, key)));
            }
            Metrics figures = FewShot.metrics(sums);
            System.out.printf(
                    Locale.ROOT,
                    "{\"model\": \"%s\", \"seed\": %d, \"shots\": %s, \"episodes\": %.0f, \"mse\": %.5f, \"mseInterval95\": %.5f,"
                            + " \"nll\": %.4f, \"nllInterval95\": %.4f, \"coverage90\": %.4f, \"rounds\": %d, \"trainSeconds\": %.1f}%n",
                    spec.model().name(),
                    spec.seed(),
                    each,
                    figures.value("episodes"),
                    figures.value("mse"),
                    figures.value("mseInterval95"),
                    figures.value("nll"),
                    figures.value("nllInterval95"),
                    figures.value("coverage90"),
                    job.rounds(),
                    seconds);
        }
        if (!folder.equals("-")) {
            ModelFolder.write(
                    new LocalFolder(Path.of(folder)), TrainedModelCodec.INSTANCE, model.at(state, job.rounds()), Map.of());
        }
    }

    private static <S> void cost(TrainedModel<S> model, Shard shard, int rounds) {
        RunSpec spec = model.spec();
        Job<S> job = model.job();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        LocalRunner runner = new LocalRunner(List.of(shard));
        S warm = runner.run(job.algorithm(), job.initial(), 0, rounds, Key.of(spec.seed()), (round, outcome) -> true);
        long began = threads.getCurrentThreadCpuTime();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        runner.run(job.algorithm(), warm, rounds, 2 * rounds, Key.of(spec.seed()), (round, outcome) -> true);
        double episodes = (double) rounds * spec.episodes().perRound();
        System.out.printf(
                Locale.ROOT,
                "{\"model\": \"%s\", \"source\": \"%s\", \"episodes\": %.0f, \"cpuMillisPerEpisode\": %.3f, \"kilobytesPerEpisode\": %.0f}%n",
                spec.model().name(),
                spec.episodes().source(),
                episodes,
                (threads.getCurrentThreadCpuTime() - began) / 1e6 / episodes,
                (threads.getCurrentThreadAllocatedBytes() - allocated) / 1024.0 / episodes);
    }

    private static Shard empty() {
        return new Shard(0, 1, 0, new Batch(new float[0], new float[0], 1));
    }

    private static Shard images() {
        int rows = CLASSES * ROWS;
        float[] pixels = new float[rows * PIXELS];
        float[] targets = new float[rows];
        Key.of(1).gaussians(pixels);
        for (int row = 0; row < rows; row++) {
            targets[row] = row % CLASSES;
        }
        return new Shard(0, 1, rows, new Batch(pixels, targets, PIXELS));
    }
}
