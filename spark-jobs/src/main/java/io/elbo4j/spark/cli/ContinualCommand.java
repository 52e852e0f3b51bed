package io.elbo4j.spark.cli;

import io.elbo4j.models.Catalog;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spark.run.StreamFolder;
import io.elbo4j.spark.run.StreamTraining;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "continual",
        mixinStandardHelpOptions = true,
        description =
                "Learn tasks one after the other, and judge all of them after each. A stream that was broken off goes on.")
final class ContinualCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONF", description = "Configuration file (HOCON), on any Hadoop FileSystem.")
    private String file = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the models of all tasks, metrics and the report.")
    private String out = "";

    @Option(names = "--force", description = "Throw away a stream that is there.")
    private boolean force;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        RunSpec spec = RunSpec.of(options.over(TextFile.read(file), file));
        Catalog.check(spec);
        String dl4j = TrainCommand.dl4j(spec);
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            StreamFolder folder = StreamFolder.at(out, spark.sparkContext().hadoopConfiguration(), force);
            Map<String, Object> metrics =
                    new LinkedHashMap<>(new StreamTraining(spark, spec, dl4j, folder, TrainCommand.progress()).run());
            metrics.values().removeIf(List.class::isInstance);
            TrainCommand.tell(metrics, out);
        }
        return Main.OK;
    }
}
