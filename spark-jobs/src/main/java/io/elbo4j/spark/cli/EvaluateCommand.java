package io.elbo4j.spark.cli;

import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spark.run.Scoring;
import io.elbo4j.spark.run.Session;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Judge a model on data with targets; --set evaluate.* and data.* change how.")
final class EvaluateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "Run folder, model folder or registry.")
    private String model = "";

    @Option(
            names = "--data",
            paramLabel = "URI",
            description =
                    "Data with targets, or a known name; not for episodes that are made up or of classes that were split off.")
    private String data = "";

    @Option(names = "--labels", paramLabel = "URI", description = "Labels of an IDX file.")
    private String labels = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the metrics as JSON.")
    private String out = "";

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            Scoring scoring = Scoring.open(spark, model, text -> options.over(text, model));
            Map<String, Object> metrics = scoring.evaluate(data, labels);
            System.out.print(MetricsTable.of(metrics));
            if (!out.isEmpty()) {
                Path path = new Path(out);
                try (var file = path.getFileSystem(spark.sparkContext().hadoopConfiguration())
                        .create(path, true)) {
                    file.write((RunFolder.json(metrics) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return Main.OK;
    }
}
