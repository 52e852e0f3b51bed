package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of rows from the command line. */
class GenerativeCommandTest {

    @TempDir
    Path folder;

    /** Pictures of five by five with one row or one column on, the class, and a tenth of the pixels turned over. */
    private static Batch bars(int rows, long seed) {
        float[] pixels = new float[25 * rows];
        float[] targets = new float[rows];
        for (int r = 0; r < rows; r++) {
            Key key = Key.of(seed).fold(r);
            targets[r] = r % 2;
            int line = (int) (5 * key.uniform(25));
            for (int i = 0; i < 25; i++) {
                boolean on = line == (r % 2 == 0 ? i / 5 : i % 5);
                pixels[25 * r + i] = on != key.uniform(i) < 0.1 ? 0.9f : 0.2f;
            }
        }
        return new Batch(pixels, targets, 25);
    }

    private String[] arguments(String model, Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("train", "../conf/vae.conf", "--out", out.toString()));
        List<String> settings = new ArrayList<>(List.of(
                "data.train=" + folder + "/train.csv",
                "data.test=" + folder + "/test.csv",
                "data.label=y",
                "model.name=" + model,
                "autoencoder.latents=2",
                "autoencoder.hidden=8",
                "evaluate.samples=4",
                "evaluate.everyRounds=10",
                "train.epochs=4",
                "train.batch=20"));
        settings.addAll(Arrays.asList(more));
        settings.forEach(setting -> all.addAll(List.of("--set", setting)));
        return all.toArray(String[]::new);
    }

    private void write() {
        Tables.write(folder, "train.csv", bars(120, 1));
        Tables.write(folder, "test.csv", bars(40, 2));
    }

    @Test
    void autoencoder_isTrained_judged_andGoesOnWhereItWas() {
        write();
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        String printed = Cli.on("local[2]", arguments("vae", one)).ok().out();
        assertTrue(printed.contains("ELBO/row"), printed);
        Cli.on("local[1]", arguments("vae", two)).ok();
        assertEquals(Cli.arrays(one), Cli.arrays(two));
        JsonNode metrics = Cli.json(one.resolve("metrics.json"));
        assertEquals(Cli.json(two.resolve("metrics.json")).get("nll"), metrics.get("nll"));
        double elbo = metrics.get("elbo").asDouble();
        assertEquals(
                metrics.get("reconstruction").asDouble() - metrics.get("kl").asDouble(), elbo, 1e-9);
        assertTrue(-metrics.get("nll").asDouble() > elbo - 0.2, "more draws, a tighter bound: " + metrics);
        double[] kl = Cli.numbers(metrics.get("latentKl"));
        assertEquals(metrics.get("kl").asDouble(), Arrays.stream(kl).sum(), 1e-9);
        assertEquals(2, kl.length);
        assertTrue(Cli.text(one.resolve("report.html")).contains("<h3>Pictures from the prior</h3>"));

        String again = folder.resolve("again.json").toString();
        Cli.run("evaluate", one.toString(), "--data", folder + "/test.csv", "--out", again)
                .ok();
        assertEquals(metrics.get("nll"), Cli.json(Path.of(again)).get("nll"));
        Cli.run("predict", one.toString(), "--data", folder + "/test.csv", "--out", folder + "/p.json")
                .ok();
        String diagnosis = Cli.run("diagnose", one.toString()).ok().out();
        assertTrue(diagnosis.contains("of 2 latents are active; a linear model would keep"), diagnosis);
        JsonNode exported = Cli.plain("export", one.toString()).ok().json();
        assertEquals(
                "encoder.hidden.weight",
                exported.get("parameters").get(0).get("name").asText());
        assertEquals(metrics.get("elbo"), exported.get("elbo"));
    }

    @Test
    void commandsThatMakeNoSense_sayWhy() {
        write();
        Path out = folder.resolve("vae");
        Cli.run(arguments("vae", out, "train.epochs=1")).ok();
        Cli.plain("forget", out.toString(), "--site", "0", "--out", folder + "/x")
                .failed(Main.USAGE);
        Cli.run(arguments("mfvi", folder.resolve("x"), "prior.model=" + out, "likelihood.family=categorical"))
                .failed(Main.USAGE, "prior:");
        for (String setting : List.of(
                "merge=pvi",
                "data.standardise=true",
                "likelihood.family=categorical",
                "train.estimator=flipout",
                "autoencoder.latents=0",
                "train.optimiser=ivon")) {
            Cli.run(arguments("vae", folder.resolve("x"), setting)).failed(Main.USAGE);
        }
        Tables.write(folder, "train.csv", new Batch(new float[] {2, 0, 0, 1}, new float[2], 2));
        Cli.run(arguments("vae", folder.resolve("x"), "train.batch=1", "data.heldOut=0", "data.test="))
                .failed(Main.DATA, "data: pixels out of range: model.name=vae column=x0 least=0.0 largest=2.0");
    }

    @Test
    void attributes_areAskedFor() {
        write();
        Path out = folder.resolve("cvae");
        Cli.run(arguments("cvae", out, "train.epochs=3")).ok();
        String report = Cli.text(out.resolve("report.html"));
        assertTrue(report.contains("<h3>Pictures for attributes</h3>"));
        assertTrue(report.contains("<h3>Edited rows</h3>"));
        assertTrue(report.contains("alt=\"class 0, as 1\""));
        Cli.run("evaluate", out.toString(), "--data", Tables.write(folder, "third.csv", third()))
                .failed(Main.DATA);
    }

    private static Batch third() {
        Batch rows = bars(10, 3);
        float[] targets = rows.targets().clone();
        targets[0] = 2;
        return new Batch(rows.features(), targets);
    }
}
