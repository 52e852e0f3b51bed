package io.elbo4j.spark.cli;

import io.elbo4j.spark.run.Scoring;
import io.elbo4j.spark.run.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        description = "Tell which latents of a model of rows (vae, cvae) have collapsed, and why.")
final class DiagnoseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "Run folder, model folder or registry.")
    private String model = "";

    @Option(names = "--data", paramLabel = "URI", description = "Rows to look at; those of the training if left out.")
    private String data = "";

    @Option(names = "--labels", paramLabel = "URI", description = "Labels of an IDX file.")
    private String labels = "";

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            System.out.print(Scoring.open(spark, model, text -> options.over(text, model))
                    .diagnose(data, labels)
                    .text());
        }
        return Main.OK;
    }
}
