package io.elbo4j.spark.cli;

import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.run.EpisodicTraining;
import io.elbo4j.spark.run.Progress;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spark.run.Training;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description =
                "Go on with a training that did not come to its end, from its newest checkpoint. The result has the"
                        + " bits that it would have had.")
final class ResumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder that the training was to write (its --out).")
    private String folder = "";

    @Mixin
    private SparkOptions options = new SparkOptions();

    @Override
    public Integer call() throws Exception {
        for (String key : options.settings().keySet()) {
            if (key.startsWith(SparkOptions.OURS)) {
                throw new SpecException("resume: settings are those of the run: key=" + key
                        + "; change Spark's own settings only, or train anew");
            }
        }
        try (Session session = Session.open(options.settings())) {
            SparkSession spark = session.spark();
            Optional<RunFolder> unfinished =
                    RunFolder.unfinished(folder, spark.sparkContext().hadoopConfiguration());
            if (unfinished.isEmpty()) {
                System.out.println("nothing to go on with: " + folder + " is finished");
                return Main.OK;
            }
            try (RunFolder run = unfinished.get()) {
                goOn(spark, run, folder);
            }
        }
        return Main.OK;
    }

    /** From the newest checkpoint; where there is none yet, from the beginning. */
    static void goOn(SparkSession spark, RunFolder run, String folder) throws IOException {
        Progress progress = TrainCommand.progress();
        Optional<Checkpoints.Found> found = run.checkpoints().newest(progress::note);
        if (found.isEmpty()) {
            TrainCommand.train(spark, RunSpec.of(Settings.stored(run.settings(), "run.conf")), run, folder);
            return;
        }
        RunSpec spec = found.get().reached().model().spec();
        Map<String, Object> metrics = spec.model().episodic()
                ? new EpisodicTraining(spark, spec, run, progress).resume(found.get())
                : new Training(spark, spec, run, progress).resume(found.get());
        TrainCommand.tell(metrics, folder);
    }
}
