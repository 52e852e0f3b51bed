package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.elbo4j.data.Batch;
import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import io.elbo4j.spark.io.DataFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on files that are damaged by chance: nothing is left behind. */
@Tag("faults")
class DamagedTrainingDataTest {

    private static final Duration HANGS = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private record Input(Path file, boolean text, List<String> settings) {}

    @Test
    @Timeout(600)
    void damage_leavesNothingBehind() throws IOException {
        damage(60);
    }

    private void damage(int times) throws IOException {
        Random random = new Random(Mutations.seed());
        Mutations mutations = new Mutations(random);
        List<Input> inputs = inputs();
        Map<String, Integer> ends = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            Input input = inputs.get(n % inputs.size());
            byte[] whole = Files.readAllBytes(input.file());
            byte[] damaged = input.text()
                    ? mutations.text(new String(whole, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
                    : mutations.bytes(whole);
            Files.write(input.file(), damaged);
            Path out = folder.resolve("run" + n);
            String what = "n=" + n + " " + input.file() + "\n" + (input.text() ? shown(damaged) : "");
            Cli ended = assertTimeoutPreemptively(HANGS, () -> train(input, out), what);
            ends.merge(input.file().getFileName() + " " + ended.code(), 1, Integer::sum);
            if (ended.code() != Main.OK && ended.code() != Main.DIVERGED) {
                String wrong = wrong(ended);
                if (!wrong.isEmpty()) {
                    failures.add(what + wrong);
                }
                assertFalse(Files.exists(out), what);
            }
            assertFalse(Files.exists(Path.of(out + ".unfinished")), what);
            Files.write(input.file(), whole);
        }
        for (Input input : inputs) {
            train(input, folder.resolve("whole-" + input.file().getFileName())).ok();
        }
        System.out.println("damaged data, by exit code: " + ends);
        assertEquals(List.of(), failures);
        assertEquals(times, ends.values().stream().mapToInt(each -> each).sum());
    }

    /** What is wrong with how it ended. */
    static String wrong(Cli ended) {
        if (ended.code() != Main.USAGE && ended.code() != Main.DATA) {
            return "code=" + ended.code() + " " + ended.err();
        }
        try {
            ended.failed(ended.code());
        } catch (AssertionError e) {
            return "form: " + e.getMessage();
        }
        return ended.err().length() < 2000 ? "" : "long: " + ended.err();
    }

    private static String shown(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(300, text.length())) + "\n";
    }

    private static Cli train(Input input, Path out) {
        List<String> arguments = new ArrayList<>(List.of("train", "../conf/quickstart.conf", "--out", out.toString()));
        List<String> settings = new ArrayList<>(List.of(
                "data.train=" + input.file(),
                "data.test=",
                "network.layers=[\"dense 4\",relu]",
                "model.density=0.5",
                "train.batch=4",
                "train.rounds=1",
                "cluster.shards=2",
                "cluster.localSteps=1",
                "evaluate.samples=2"));
        settings.addAll(input.settings());
        settings.forEach(each -> arguments.addAll(List.of("--set", each)));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private List<Input> inputs() throws IOException {
        Batch rows = DataFiles.digits(3, 40, 4);
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input(Path.of(DataFiles.write(folder, "rows.csv", DataFiles.csv(rows, true))), true, List.of()));
        inputs.add(new Input(Path.of(DataFiles.write(folder, "rows.libsvm", DataFiles.libsvm(rows))), true, List.of()));
        inputs.add(new Input(Path.of(DataFiles.images(folder, "t", "", rows, 2, 2)), false, List.of()));
        inputs.add(new Input(parquet(rows), false, List.of("data.format=parquet")));
        return inputs;
    }

    private Path parquet(Batch rows) throws IOException {
        String csv = DataFiles.write(folder, "for-parquet.csv", DataFiles.csv(rows, true));
        Path written = folder.resolve("written");
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.log.level", "OFF")
                .getOrCreate()) {
            spark.read()
                    .option("header", "true")
                    .option("inferSchema", "true")
                    .csv(csv)
                    .coalesce(1)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(written.toString());
        }
        try (Stream<Path> files = Files.list(written)) {
            Path part = files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            // Without the checksum file of the local file system, which would know by itself.
            return Files.copy(part, folder.resolve("rows.parquet"));
        }
    }
}
