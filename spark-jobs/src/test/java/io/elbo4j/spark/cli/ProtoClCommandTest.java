package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks of two classes each, from the command line. */
class ProtoClCommandTest {

    @TempDir
    Path folder;

    private static Batch rows(int count, int from, int classes) {
        float[] features = new float[3 * count];
        float[] targets = new float[count];
        Key.of(from).gaussians(features);
        for (int r = 0; r < count; r++) {
            int own = from + r % classes;
            targets[r] = own;
            features[3 * r + own / 2 % 3] += own % 2 == 0 ? 4 : -4;
        }
        return new Batch(features, targets, 3);
    }

    private Path train(String name, Batch rows, String master, String... more) {
        Path out = folder.resolve(name);
        Cli.on(master, arguments(name, rows, more)).ok();
        return out;
    }

    private String[] arguments(String name, Batch rows, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "train", "../conf/protocl.conf", "--out", folder.resolve(name).toString()));
        List<String> settings = new ArrayList<>(List.of(
                "data.train=" + Tables.write(folder, name + ".csv", rows),
                "data.test=",
                "data.label=y",
                "data.heldOut=0.2",
                "network.layers=[\"dense 8\", \"relu\", \"dense 3\"]",
                "likelihood.classes=4",
                "protocl.memory=20",
                "protocl.noiseVariance=0.5",
                "train.epochs=5",
                "train.batch=8",
                "train.learningRate=0.01",
                "cluster.shards=3",
                "cluster.localSteps=5"));
        settings.addAll(Arrays.asList(more));
        settings.forEach(setting -> all.addAll(List.of("--set", setting)));
        return all.toArray(String[]::new);
    }

    @Test
    void secondTask_goesOnFromTheFirst_toTheSameBitsOnAnyCores() {
        Path first = train("first", rows(120, 0, 2), "local[2]");
        Path second = train("second", rows(90, 2, 2), "local[2]", "prior.model=" + first);
        Path again = train("again", rows(90, 2, 2), "local[1]", "prior.model=" + first);
        assertEquals(Cli.arrays(second), Cli.arrays(again));
        assertEquals(
                20,
                Cli.json(second.resolve("metrics.json")).get("memoryExamples").asInt());
        String all = Tables.write(folder, "all.csv", rows(80, 0, 4));
        Cli.run("evaluate", second.toString(), "--data", all, "--out", folder + "/e.json")
                .ok();
        double accuracy = Cli.json(folder.resolve("e.json")).get("accuracy").asDouble();
        assertTrue(accuracy > 0.8, "accuracy=" + accuracy);
        Cli.run("predict", second.toString(), "--data", all, "--out", folder + "/p.csv")
                .ok();
        Cli.run(arguments("fifth", rows(40, 3, 2), "prior.model=" + second))
                .failed(Main.DATA, "a class that prior.model does not know: class=4 classes=4");
    }
}
