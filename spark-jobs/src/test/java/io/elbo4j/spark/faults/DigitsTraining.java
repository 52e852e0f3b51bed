package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.io.DataFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A training like the quick start's on rows of noise, a tenth of a second a round; its result on one thread and without any harm is what
 * the same training must give whatever happens to it.
 *
 * @param folder for its files
 * @param data the rows
 * @param rounds how many it has
 */
public record DigitsTraining(Path folder, String data, int rounds) {

    /** Writes the rows. */
    public static DigitsTraining of(Path folder, int rounds) {
        String data = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 1600, 64), true));
        return new DigitsTraining(folder, data, rounds);
    }

    /** The command that trains. */
    public List<String> command(Path out, List<String> more) {
        List<String> all = new ArrayList<>(List.of("train", "../conf/quickstart.conf", "--out", out.toString()));
        for (String setting : List.of(
                "data.train=" + data,
                "data.test=",
                "data.heldOut=0.1",
                "train.rounds=" + rounds,
                "train.epochs=1000")) {
            all.addAll(List.of("--set", setting));
        }
        all.addAll(more);
        return all;
    }

    /** Runs it on a master, with further options; gives the folder of the run. */
    public Path run(String name, String master, List<String> more) {
        Path out = folder.resolve(name);
        Cli.on(master, command(out, more).toArray(String[]::new)).ok();
        return out;
    }

    /** Runs it undisturbed. */
    public Path quiet() {
        Path out = run("quiet", "local[2]", List.of());
        assertEquals(rounds, Cli.text(out.resolve("history.jsonl")).split("\n").length);
        return out;
    }

    /** That two runs have the same posterior, optimiser's memory and history, to the last bit. */
    public static void assertSameBits(Path expected, Path actual) {
        assertEquals(Cli.arrays(expected), Cli.arrays(actual));
        assertEquals(Cli.text(expected.resolve("history.jsonl")), Cli.text(actual.resolve("history.jsonl")));
    }

    /** Seconds of training that a run tells of. */
    public static double seconds(Path run) {
        return Cli.json(run.resolve("metrics.json")).get("trainSeconds").asDouble();
    }
}
