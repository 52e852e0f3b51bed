package io.elbo4j.spark.cli;

import io.elbo4j.spark.registry.Entry;
import io.elbo4j.spark.registry.Registry;
import io.elbo4j.spark.run.Rollback;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Let an earlier version of a registry serve.")
final class RollbackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "REGISTRY", description = "The folder.")
    private String folder = "";

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "Which; without it, the champion before the one that serves.")
    private String version = "";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        Registry registry = Registry.at(folder, new Configuration());
        registry.require();
        Entry entry = Rollback.of(registry, version);
        System.out.print(JournalText.of(entry));
        return Main.OK;
    }
}
