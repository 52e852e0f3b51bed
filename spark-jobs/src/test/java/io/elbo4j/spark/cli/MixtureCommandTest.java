package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.data.Batch;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.serve.Scorer;
import io.elbo4j.spark.io.DataFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several networks in one training, one folder and one prediction. */
class MixtureCommandTest {

    @TempDir
    Path folder;

    private Cli train(String master, Path out, String rows, String... more) {
        List<String> all = new ArrayList<>(List.of("train", "../conf/quickstart.conf", "--out", out.toString()));
        for (String setting : List.of(
                "data.train=" + rows,
                "data.test=",
                "train.epochs=4",
                "train.batch=20",
                "cluster.shards=2",
                "cluster.localSteps=10",
                "model.components=2")) {
            all.addAll(List.of("--set", setting));
        }
        all.addAll(Arrays.asList(more));
        return Cli.on(master, all.toArray(String[]::new));
    }

    @Test
    void mixture_isOneModel_withTheSameBitsOnAnyCores() throws Exception {
        Batch digits = DataFiles.digits(5, 300, 8);
        String rows = DataFiles.write(folder, "rows.csv", DataFiles.csv(digits, true));
        Path run = folder.resolve("two");
        String plan = train("local[2]", run, rows, "--dry-run").ok().out();
        assertTrue(plan.matches("(?s).* \\d+ of 2 × \\d+ active.*"), plan);
        assertTrue(
                plan.matches("(?s).*multiplications a row +[\\d,]+ of [\\d,]+, [1-9]\\d*\\.\\d\\d times fewer.*"),
                plan);
        train("local[2]", run, rows).ok();
        Path again = folder.resolve("again");
        train("local[1]", again, rows).ok();
        assertEquals(Cli.arrays(run), Cli.arrays(again));

        JsonNode metrics = Cli.json(run.resolve("metrics.json"));
        int active = 0;
        JsonNode parameters = Cli.plain("export", run.toString()).ok().json().get("parameters");
        for (JsonNode block : parameters) {
            if (block.get("name").asText().endsWith("weight")) {
                active += block.get("mean").size();
            }
        }
        assertEquals(active, metrics.get("activeWeights").asInt());
        assertEquals(
                active / metrics.get("totalWeights").asDouble(),
                metrics.get("density").asDouble());
        assertEquals(
                2,
                IntStream.range(0, parameters.size())
                        .filter(i -> parameters.get(i).get("name").asText().endsWith("output.weight"))
                        .count());

        Path out = folder.resolve("judged.json");
        Cli.run("evaluate", run.toString(), "--data", rows, "--out", out.toString())
                .ok();
        ClassPrediction scored = (ClassPrediction) Scorer.open(run).score(digits.features());
        int right = 0;
        for (int row = 0; row < digits.rows(); row++) {
            right += scored.predicted(row) == digits.targets()[row] ? 1 : 0;
        }
        assertEquals(
                right / (double) digits.rows(), Cli.json(out).get("accuracy").asDouble(), 1e-12);
    }
}
