package io.elbo4j.spark.cli;

import io.elbo4j.spark.run.Forgetting;
import io.elbo4j.spark.run.Progress;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = "Take out of a model trained with merge=pvi what one shard taught it.")
final class ForgetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "Run folder, model folder or registry.")
    private String model = "";

    @Option(
            names = "--site",
            required = true,
            paramLabel = "ID",
            description = "Which: an id as export lists them (task/3), or the number of the shard.")
    private String site = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the new model.")
    private String out = "";

    @Option(
            names = "--data",
            paramLabel = "URI",
            description = "The training data: needed for networks and model.family=mean-field, whose sites know of each"
                    + " other.")
    private String data = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "Of a network: how many of the run's last rounds are run again, or a few more where a support step would be split; without it, the last tenth.")
    private @Nullable Integer rounds;

    @Option(
            names = "--compare",
            description = "Of a network: also train from scratch without the shard, and print how far that is.")
    private boolean compare;

    @Option(names = "--force", description = "Replace an existing run folder.")
    private boolean force;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        Configuration configuration = new Configuration();
        Forgetting forgetting = Forgetting.of(RunFolder.modelFolder(model, configuration), site);
        if (data.isEmpty() && (rounds != null || compare)) {
            throw new SpecException("forget: no data for new rounds: data= rounds=" + rounds + " compare=" + compare
                    + "; give the training data with --data");
        }
        Map<String, Object> metrics;
        if (data.isEmpty() || !forgetting.needsData()) {
            try (RunFolder folder = RunFolder.at(out, configuration, force)) {
                metrics = forgetting.divideOut(folder);
            }
        } else {
            RunSpec reading = reading(forgetting.spec());
            try (Session session = Session.open(options.spark());
                    RunFolder folder =
                            RunFolder.at(out, session.spark().sparkContext().hadoopConfiguration(), force)) {
                Progress progress = new Progress(System.out, Boolean.getBoolean("elbo4j.live"));
                OptionalInt again = rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds);
                metrics = forgetting.divideOutAndRefit(session.spark(), reading, again, compare, folder, progress);
            }
        }
        System.out.print(MetricsTable.of(metrics));
        if (forgetting.spec().data().standardise()) {
            System.out.println(
                    "note: features keep their scale, which is that of all rows of the training (data.standardise)");
        }
        System.out.println("written to " + out);
        return Main.OK;
    }

    /** The stored settings with other places of the data; which row is in which shard stays. */
    private RunSpec reading(RunSpec stored) {
        options.with("data.train", data)
                .with("cluster.shards", String.valueOf(stored.cluster().shards()))
                .with("seed", String.valueOf(stored.seed()));
        return RunSpec.of(options.over(stored.settings().render(), model));
    }
}
