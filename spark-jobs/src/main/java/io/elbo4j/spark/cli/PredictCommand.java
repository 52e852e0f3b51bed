package io.elbo4j.spark.cli;

import io.elbo4j.spark.run.Scoring;
import io.elbo4j.spark.run.Session;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Predict rows with their uncertainty; a label column is not needed.")
final class PredictCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "Run folder, model folder or registry.")
    private String model = "";

    @Option(names = "--data", required = true, paramLabel = "URI", description = "Data, or a known name.")
    private String data = "";

    @Option(
            names = "--support",
            paramLabel = "URI",
            description = "Of a model of episodes: rows with targets, from which the tasks of the data are learned.")
    private String support = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "URI",
            description = "Where to write: a folder of part files, .csv, .json or (else) Parquet.")
    private String out = "";

    @Option(names = "--force", description = "Replace what is there.")
    private boolean force;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            Scoring scoring = Scoring.open(spark, model, text -> options.over(text, model));
            long rows = scoring.predict(data, support, out, force);
            System.out.println(rows + " rows written to " + out);
        }
        return Main.OK;
    }
}
