package io.elbo4j.spark.cli;

import io.elbo4j.models.Catalog;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spark.scaling.Cluster;
import io.elbo4j.spark.scaling.Scaling;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Predict time, traffic and memory of a training on other machines, from measurements here.")
final class PlanCommand implements Callable<Integer> {

    private static final String CHART = "scaling.html";

    @Parameters(paramLabel = "CONF", description = "Configuration file (HOCON), on any Hadoop FileSystem.")
    private String file = "";

    @Option(names = "--executors", defaultValue = "8", description = "How many (default: ${DEFAULT-VALUE}).")
    private int executors = 8;

    @Option(names = "--cores", defaultValue = "1", description = "Cores of an executor (default: ${DEFAULT-VALUE}).")
    private int cores = 1;

    @Option(
            names = "--link",
            defaultValue = "10Gb",
            paramLabel = "SPEED",
            description = "Of each machine, in bits a second: 10Gb, 25Gb, 100Mb (default: ${DEFAULT-VALUE}).")
    private String link = "10Gb";

    @Option(
            names = "--seconds",
            defaultValue = "8",
            description = "For which steps are measured: longer is surer (default: ${DEFAULT-VALUE}).")
    private double seconds = 8;

    @Option(names = "--out", paramLabel = "DIR", description = "Also draw the scaling curve there: scaling.html.")
    private String out = "";

    @Option(names = "--force", description = "Replace a page that is there.")
    private boolean force;

    @Option(names = "--check", description = "Instead, run some rounds here and compare them with the prediction.")
    private boolean check;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new SpecException("plan: out of range: seconds=" + seconds + "; use a number in (0, 3600]");
        }
        Cluster cluster = Cluster.of(executors, cores, link);
        RunSpec spec = RunSpec.of(options.over(TextFile.read(file), file));
        Catalog.check(spec);
        if (spec.model().episodic()) {
            throw new SpecException("plan: only models of rows: model.name="
                    + spec.model().name() + "; time a short training with --set episodes.rounds=20");
        }
        Path chart = Path.of(out, CHART);
        if (!out.isEmpty() && !force && Files.exists(chart)) {
            throw new SpecException(
                    "output: exists: out=" + chart + "; choose another folder or add --force to replace it");
        }
        String dl4j = TrainCommand.dl4j(spec);
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            Scaling scaling = Scaling.measured(spark, spec, dl4j, seconds);
            if (check) {
                System.out.print(MetricsTable.of(scaling.check()));
                return Main.OK;
            }
            System.out.print(scaling.text(cluster));
            if (!out.isEmpty()) {
                Files.createDirectories(Path.of(out));
                Files.writeString(chart, scaling.page(cluster).html(Main.version()));
                System.out.println("written to " + chart);
            }
        }
        return Main.OK;
    }
}
