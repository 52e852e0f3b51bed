package io.elbo4j.spark.cli;

import io.elbo4j.models.Catalog;
import io.elbo4j.spark.run.EpisodicTraining;
import io.elbo4j.spark.run.Plan;
import io.elbo4j.spark.run.Progress;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spark.run.Training;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "train", mixinStandardHelpOptions = true, description = "Train a posterior from a configuration.")
final class TrainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONF", description = "Configuration file (HOCON), on any Hadoop FileSystem.")
    private String file = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for model, metrics and history.")
    private String out = "";

    @Option(names = "--force", description = "Replace an existing run folder.")
    private boolean force;

    @Option(
            names = "--resume",
            description =
                    "Go on with an unfinished run of the same settings in DIR, if there is one: for schedulers that"
                            + " repeat a command.")
    private boolean resume;

    @Option(names = "--dry-run", description = "Read the data, print what would be done, and stop.")
    private boolean dryRun;

    @Option(
            names = "--shape",
            paramLabel = "N",
            split = ",",
            description =
                    "With --dry-run: do not read the data; rows have this shape (features, or channels,height,width).")
    private List<Integer> shape = List.of();

    @Option(names = "--print-config", description = "Print the resolved configuration, without secrets, and stop.")
    private boolean printConfig;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        Settings settings = options.over(TextFile.read(file), file);
        RunSpec spec = RunSpec.of(settings);
        if (printConfig) {
            System.out.print(settings.printed());
            return Main.OK;
        }
        Catalog.check(spec);
        if (dryRun && spec.model().episodic()) {
            throw new SpecException("train: dry runs count rows and epochs, which episodes do not have: model.name="
                    + spec.model().name() + "; try --set episodes.rounds=10");
        }
        if (!shape.isEmpty()) {
            if (!dryRun || shape.stream().anyMatch(size -> size < 1)) {
                throw new SpecException(
                        "train: shape out of place: shape=" + shape + "; it goes with --dry-run, and sizes are from 1");
            }
            System.out.print(Plan.of(spec, dl4j(spec), shape));
            return Main.OK;
        }
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            if (dryRun) {
                System.out.print(Plan.of(spark, spec, dl4j(spec)));
                return Main.OK;
            }
            String folder = out.isEmpty() ? "runs/" + spec.model().name() + "-seed" + spec.seed() : out;
            Configuration files = spark.sparkContext().hadoopConfiguration();
            if (resume && RunFolder.begun(folder, files)) {
                Optional<RunFolder> unfinished = RunFolder.unfinished(folder, files);
                if (unfinished.isEmpty()) {
                    System.out.println("nothing to go on with: " + folder + " is finished");
                    return Main.OK;
                }
                try (RunFolder run = unfinished.get()) {
                    run.requireSettings(settings.render());
                    ResumeCommand.goOn(spark, run, folder);
                }
                return Main.OK;
            }
            try (RunFolder run = RunFolder.at(folder, files, force)) {
                train(spark, spec, run, folder);
            }
        }
        return Main.OK;
    }

    /** From the beginning. */
    static void train(SparkSession spark, RunSpec spec, RunFolder run, String folder) throws IOException {
        tell(
                spec.model().episodic()
                        ? new EpisodicTraining(spark, spec, run, progress()).run()
                        : new Training(spark, spec, run, progress()).run(dl4j(spec)),
                folder);
    }

    static Progress progress() {
        return new Progress(System.out, Boolean.getBoolean("elbo4j.live"));
    }

    static void tell(Map<String, Object> metrics, String folder) {
        System.out.print(MetricsTable.of(metrics));
        System.out.println("written to " + folder);
    }

    /** The text of the DL4J configuration that settings name, or an empty one. */
    static String dl4j(RunSpec spec) {
        String file = spec.network().dl4j();
        return file.isEmpty() ? "" : TextFile.read(file);
    }
}
