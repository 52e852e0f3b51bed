package io.elbo4j.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataFiles;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever learns, breaks off in any round and goes on ends as if nothing had been. */
@ExtendWith(LocalSpark.class)
class ResumedTrainingTest {

    private static final int ROUNDS = 7;
    private static final String NETWORK = "network.layers=[\"dense 6\",relu] train.batch=10 cluster.localSteps=2"
            + " data.heldOut=0.2 evaluate.everyRounds=2 train.epochs=100 ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                NETWORK + "model.name=mfvi",
                NETWORK + "model.name=mfvi merge=gradient-sum train.optimiser=adam",
                NETWORK + "model.name=mfvi cluster.messageBits=16",
                NETWORK + "model.name=map train.optimiser=sgd",
                NETWORK + "model.name=mfvi merge=pvi",
                NETWORK + "model.name=ssvi model.density=0.3 model.support.everySteps=2",
                NETWORK + "model.name=ssvi model.density=0.3 model.support.everySteps=2 model.support.exactUpTo=1",
                NETWORK + "model.name=ssvi model.density=0.3 model.support.everySteps=2 merge=pvi",
                "model.name=linear-regression likelihood.family=gaussian model.family=mean-field merge.rule=pvi"
                        + " merge.damping=0.3",
                "model.name=linear-regression likelihood.family=gaussian model.solver=gradient model.family=mean-field",
                "episodes.source=sinusoid model.name=niw-meta data.heldOut=0 network.layers=[\"dense 6\",relu]"
                        + " likelihood.family=gaussian-learned-noise train.optimiser=adam",
                "episodes.source=sinusoid model.name=maml data.heldOut=0 network.layers=[\"dense 6\",relu]"
                        + " likelihood.family=gaussian train.optimiser=adam",
            })
    void run_thatBreaksOff_andGoesOn_hasTheSameBits(String settings, SparkSession spark) throws Exception {
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 120, 4), true));
        RunSpec spec = spec(settings + " data.train=" + file + " cluster.shards=3 train.rounds=" + ROUNDS);
        Reached<?> whole = unbroken(spark, spec, folder.resolve("whole"));
        assertTrue(
                whole.history().size() == ROUNDS || whole.converged(),
                "rounds=" + whole.history().size());
        int rounds = whole.history().size();
        for (int broken = 1; broken < rounds; broken += 3) {
            Path out = folder.resolve("broken" + broken);
            Reached<?> again = broken(spark, spec, out, broken);
            assertEquals(whole.history(), again.history());
            assertEquals(encoded(whole.model()), encoded(again.model()));
            assertEquals(whole.last(), again.last());
            assertEquals(whole.bytesReduced(), again.bytesReduced());
        }
    }

    @Test
    void program_thatBreaksOff_andGoesOn_hasTheSameBits(SparkSession spark) throws Exception {
        Batch grey = DataFiles.digits(5, 120, 4);
        float[] pixels = grey.features().dense().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] /= 256;
        }
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(new Batch(pixels, grey.targets(), 4), true));
        RunSpec spec = spec("model.name=vae likelihood.family=bernoulli cluster.localSteps=2 train.optimiser=adam"
                + " data.standardise=false autoencoder.latents=2 autoencoder.hidden=4 train.batch=10 train.epochs=100"
                + " data.train=" + file + " cluster.shards=3 train.rounds=" + ROUNDS);
        Reached<?> whole = unbroken(spark, spec, folder.resolve("whole"));
        Reached<?> again = broken(spark, spec, folder.resolve("broken"), 3);
        assertEquals(whole.history(), again.history());
        assertEquals(encoded(whole.model()), encoded(again.model()));
    }

    /** Accuracy on rows kept aside: 0.2 after two rounds, 0.9 after four, 0.5 after six; the budget is spent after the sixth. */
    @Test
    void budget_thatIsSpent_leavesTheBestState(SparkSession spark) throws Exception {
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 120, 4), true));
        RunSpec spec = spec(NETWORK + "model.name=mfvi data.train=" + file + " cluster.shards=3 train.rounds=" + ROUNDS
                + " budget.minutes=1e6");
        Data data = Data.of(spark, spec);
        try (RunFolder out = at(folder.resolve("out"))) {
            out.begin(spec.settings().render());
            int[] asked = {0};
            TrainingRounds<?> rounds = new TrainingRounds<>(
                    new SparkRunner(JavaSparkContext.fromSparkContext(spark.sparkContext()), data.shards()),
                    out,
                    data.hash(),
                    Reached.nothing(data.model()),
                    new Watched<>(
                            round -> round % 2 == 1
                                    ? Map.of()
                                    : Map.of(
                                            "heldOutAccuracy",
                                            List.of(0.2, 0.9, 0.5).get(round / 2 - 1)),
                            (round, last) -> assertEquals(round == 6, last)),
                    seconds -> ++asked[0] == 6);
            Reached<?> result = rounds.finish(Map::of);
            assertEquals(4, result.model().round());
            assertEquals(6, result.history().size());
            assertEquals(6, rounds.metrics().get("rounds"));
            assertEquals(4, rounds.metrics().get("bestRound"));
            assertEquals("budget", rounds.metrics().get("endedBy"));
            assertEquals(result.last().get("elbo"), rounds.metrics().get("elbo"));
        }
        assertTrue(spec.budget().spent(6e7) && !spec.budget().spent(5e7));
        assertTrue(spec("budget.cost=10 budget.costPerHour=5").budget().spent(7200));
        assertThrows(SpecException.class, () -> spec("budget.cost=10"));
    }

    @Test
    void otherData_areRefused(SparkSession spark) throws Exception {
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 120, 4), true));
        RunSpec spec = spec(NETWORK + "model.name=mfvi data.train=" + file + " cluster.shards=3 train.rounds=4");
        try (RunFolder out = at(folder.resolve("out"))) {
            Data data = Data.of(spark, spec);
            assertThrows(
                    Broken.class,
                    () -> rounds(spark, data, out, Reached.nothing(data.model()), 2)
                            .finish(Map::of));
            Checkpoints.Found found = out.checkpoints().newest(text -> {}).orElseThrow();
            DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(6, 120, 4), true));
            String message = String.valueOf(assertThrows(
                            DataException.class,
                            () -> new Training(spark, spec, out, new Progress(silent(), false)).resume(found))
                    .getMessage());
            assertTrue(message.startsWith("resume: training data have changed: checkpointHash="), message);
        }
    }

    private static Reached<?> unbroken(SparkSession spark, RunSpec spec, Path at) throws Exception {
        try (RunFolder out = at(at)) {
            Data data = Data.of(spark, spec);
            return finished(spark, data, out, Reached.nothing(data.model()), ROUNDS + 1);
        }
    }

    private static Reached<?> broken(SparkSession spark, RunSpec spec, Path at, int round) throws Exception {
        Data data = Data.of(spark, spec);
        try (RunFolder out = at(at)) {
            Reached<?> nothing = Reached.nothing(data.model());
            assertThrows(Broken.class, () -> finished(spark, data, out, nothing, round));
        }
        RunFolder out = RunFolder.unfinished(at.toString(), new Configuration()).orElseThrow();
        Checkpoints.Found found = out.checkpoints().newest(text -> {}).orElseThrow();
        assertEquals(round, found.reached().model().round());
        found.requireData(data.hash());
        return finished(spark, data, out, found.reached(), ROUNDS + 1);
    }

    private static <S> Reached<S> finished(SparkSession spark, Data data, RunFolder out, Reached<S> start, int breaksAt)
            throws Exception {
        return rounds(spark, data, out, start, breaksAt).finish(Map::of);
    }

    private static <S> TrainingRounds<S> rounds(
            SparkSession spark, Data data, RunFolder out, Reached<S> start, int breaksAt) throws Exception {
        out.begin(start.model().spec().settings().render());
        return new TrainingRounds<>(
                new SparkRunner(JavaSparkContext.fromSparkContext(spark.sparkContext()), data.shards()),
                out,
                data.hash(),
                start,
                new Watched<>(round -> Map.of("heldOutAccuracy", 1.0 / round), (round, last) -> {
                    if (round == breaksAt) {
                        throw new Broken();
                    }
                }),
                seconds -> false);
    }

    private record Watched<S>(IntFunction<Map<String, Double>> metrics, BiConsumer<Integer, Boolean> round)
            implements Watch<S> {

        @Override
        public Map<String, Double> measured(TrainedModel<S> model, int limit) {
            return metrics.apply(model.round());
        }

        @Override
        public void shown(int number, int limit, Map<String, Object> line, boolean last) {
            round.accept(number, last);
        }

        @Override
        public void note(String text) {}
    }

    private record Data(JavaRDD<Shard> shards, String hash, TrainedModel<?> model) {

        static Data of(SparkSession spark, RunSpec spec) {
            if (spec.model().episodic()) {
                EpisodeData data = EpisodeData.read(spark, spec);
                return new Data(
                        data.training(),
                        data.contentHash(),
                        TrainedModel.untrained(spec, data.input(), data.standardisation()));
            }
            TrainingData data = TrainingData.read(spark, spec, "");
            return new Data(
                    data.training().rdd(),
                    data.profile().contentHash(),
                    TrainedModel.untrained(spec, data.input(), data.standardisation()));
        }
    }

    private static io.elbo4j.codec.Parts encoded(TrainedModel<?> model) {
        return TrainedModelCodec.INSTANCE.encode(model);
    }

    private static RunFolder at(Path path) {
        return RunFolder.at(path.toString(), new Configuration(), false);
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream());
    }

    private static RunSpec spec(String settings) {
        List<String> set = new ArrayList<>(List.of(settings.split(" (?=[a-z]+[.=a-zA-Z]*=)")));
        set.replaceAll(String::trim);
        return RunSpec.of(Settings.of("", "none", set, name -> ""));
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
