package io.elbo4j.spark.cli;

import io.elbo4j.models.Catalog;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.registry.Journal;
import io.elbo4j.spark.registry.Registry;
import io.elbo4j.spark.run.Delivery;
import io.elbo4j.spark.run.Renewal;
import io.elbo4j.spark.run.RowStream;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        description =
                "Learn from new data: the champion's posterior is the prior, and the new version serves if it lost"
                        + " nothing.")
final class RetrainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONF", description = "Configuration file (HOCON), on any Hadoop FileSystem.")
    private String file = "";

    @Option(
            names = "--registry",
            required = true,
            paramLabel = "DIR",
            description = "Folder of versions and decisions; made with the first batch.")
    private String registry = "";

    @Option(names = "--data", paramLabel = "URI", description = "A batch of new rows. May be given again.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--inbox",
            paramLabel = "DIR",
            description = "Every file or folder in it that the registry does not know is a batch, in order of names.")
    private String inbox = "";

    @Option(
            names = "--stream",
            paramLabel = "URI",
            description =
                    "A source that Spark streams (data.format): what is new in it, in the batches that Spark makes.")
    private String stream = "";

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        if (Stream.of(!data.isEmpty(), !inbox.isEmpty(), !stream.isEmpty())
                        .filter(given -> given)
                        .count()
                != 1) {
            throw new SpecException("retrain: where are the new rows: data=" + data + " inbox=" + inbox + " stream="
                    + stream + "; give one of --data, --inbox and --stream");
        }
        RunSpec spec = RunSpec.of(options.over(TextFile.read(file), file));
        Catalog.check(spec);
        String dl4j = TrainCommand.dl4j(spec);
        try (Session session = Session.open(options.spark())) {
            SparkSession spark = session.spark();
            Configuration files = spark.sparkContext().hadoopConfiguration();
            Registry versions = Registry.at(registry, files);
            Renewal renewal = new Renewal(spark, spec, dl4j, versions, TrainCommand.progress());
            if (!stream.isEmpty()) {
                RowStream rows = RowStream.of(spark, spec.data(), stream, versions);
                if (rows.each(batch -> learn(renewal, batch)) == 0) {
                    System.out.println("nothing new in " + stream);
                }
                return Main.OK;
            }
            List<String> batches = inbox.isEmpty() ? data : unknown(versions.journal(), files);
            if (batches.isEmpty()) {
                System.out.println("nothing new in " + inbox);
            }
            for (String batch : batches) {
                learn(renewal, Delivery.at(batch));
            }
        }
        return Main.OK;
    }

    private static void learn(Renewal renewal, Delivery batch) throws IOException {
        System.out.print(JournalText.of(renewal.learn(batch)));
    }

    private List<String> unknown(Journal journal, Configuration files) throws IOException {
        HadoopFolder folder = HadoopFolder.of(inbox, files);
        if (!folder.exists()) {
            throw new SpecException("retrain: no such folder: inbox=" + inbox + "; check the address");
        }
        return folder.names().stream()
                .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                .map(name -> folder.inside(name).path().toString())
                .filter(batch -> !journal.knowsAddress(batch))
                .toList();
    }
}
