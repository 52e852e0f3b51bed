package io.elbo4j.spark.cli;

import io.elbo4j.spark.run.Merging;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spark.run.Session;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = "Make one model of networks that were trained apart, each on rows of its own.")
final class MergeCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "Run folders, model folders or registries, two or more.")
    private List<String> models = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the new model.")
    private String out = "";

    @Option(
            names = "--data",
            paramLabel = "URI",
            description = "Data with targets: measures the bound before and after the pruning.")
    private String data = "";

    @Option(
            names = "--density",
            paramLabel = "D",
            description = "Active weights / all weights of the new model; without it that of the models.")
    private @Nullable Double density;

    @Option(names = "--force", description = "Replace an existing run folder.")
    private boolean force;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        Configuration configuration = new Configuration();
        Merging merging = Merging.of(
                models, density == null ? OptionalDouble.empty() : OptionalDouble.of(density), configuration);
        Map<String, Object> metrics;
        if (data.isEmpty()) {
            try (RunFolder folder = RunFolder.at(out, configuration, force)) {
                metrics = merging.write(Map.of(), folder);
            }
        } else {
            try (Session session = Session.open(options.spark());
                    RunFolder folder =
                            RunFolder.at(out, session.spark().sparkContext().hadoopConfiguration(), force)) {
                metrics =
                        merging.write(merging.measured(session.spark(), data, text -> options.over(text, out)), folder);
            }
        }
        System.out.print(merging.table());
        System.out.print(MetricsTable.of(metrics));
        System.out.println("written to " + out);
        return Main.OK;
    }
}
