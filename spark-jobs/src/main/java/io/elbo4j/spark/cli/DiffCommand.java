package io.elbo4j.spark.cli;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.BeliefChange;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.run.RunFolder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Print where one model's belief differs from another's.")
final class DiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "EARLIER", description = "Run folder, model folder or registry.")
    private String earlier = "";

    @Parameters(index = "1", paramLabel = "LATER", description = "The same of another version.")
    private String later = "";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() {
        List<BeliefChange> changes = BeliefChange.between(read(earlier), read(later));
        System.out.printf(
                "%-24s %9s %9s %9s %12s %12s%n", "layer", "shared", "entered", "left", "shift (sd)", "KL (nats)");
        for (BeliefChange change : changes) {
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %9d %9d %9d %12.4f %12.4f%n",
                    change.layer(),
                    change.shared(),
                    change.entered(),
                    change.left(),
                    change.meanShift(),
                    change.klNats());
        }
        return Main.OK;
    }

    private static TrainedModel<?> read(String uri) {
        return ModelFolder.read(RunFolder.modelFolder(uri, new Configuration()), TrainedModelCodec.INSTANCE);
    }
}
