package io.elbo4j.spark.cli;

import io.elbo4j.models.Catalog;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spark.run.StepTimes;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure the steps of a configuration on random rows, on one thread.")
final class BenchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONF", description = "Configuration file.")
    private String file = "";

    @Option(
            names = "--shape",
            paramLabel = "N",
            split = ",",
            defaultValue = "784",
            description = "Shape of a row: features, or channels,height,width (default: ${DEFAULT-VALUE}).")
    private List<Integer> shape = List.of();

    @Option(
            names = "--nonzeros",
            paramLabel = "N",
            description = "Make sparse rows with this many non-zeros (default: dense rows).")
    private int nonZeros;

    @Option(
            names = "--densities",
            paramLabel = "D",
            split = ",",
            description = "Measure at each of these model.density in turn.")
    private List<String> densities = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Also write what is printed to this local file.")
    private String out = "";

    @Option(names = "--rounds", defaultValue = "40", description = "Rounds to run (default: ${DEFAULT-VALUE}).")
    private int rounds = 40;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        if (rounds < 2 || nonZeros < 0 || shape.stream().anyMatch(size -> size < 1)) {
            throw new SpecException("bench: out of range: rounds=" + rounds + " shape=" + shape + " nonzeros="
                    + nonZeros + "; use at least 2 rounds, sizes from 1 and non-zeros from 0");
        }
        options.with("cluster.shards", "1");
        Object measured = densities.isEmpty() ? measured() : measuredAtDensities();
        String text = RunFolder.json(measured) + System.lineSeparator();
        System.out.print(text);
        if (!out.isEmpty()) {
            Files.writeString(Path.of(out), text);
        }
        return Main.OK;
    }

    private List<Map<String, Object>> measuredAtDensities() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String density : densities) {
            options.with("model.density", density);
            all.add(measured());
        }
        return all;
    }

    private Map<String, Object> measured() {
        RunSpec spec = RunSpec.of(options.over(TextFile.read(file), file));
        Catalog.check(spec);
        if (spec.model().episodic()) {
            throw new SpecException("bench: only models of rows: model.name="
                    + spec.model().name() + "; time a short training with --set episodes.rounds=20");
        }
        return StepTimes.of(spec, shape, nonZeros, rounds);
    }
}
