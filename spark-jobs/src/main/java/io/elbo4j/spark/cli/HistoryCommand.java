package io.elbo4j.spark.cli;

import io.elbo4j.spark.registry.Registry;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", mixinStandardHelpOptions = true, description = "Print the decisions of a registry.")
final class HistoryCommand implements Callable<Integer> {

    @Parameters(paramLabel = "REGISTRY", description = "The folder.")
    private String folder = "";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        Registry registry = Registry.at(folder, new Configuration());
        registry.require();
        System.out.print(JournalText.of(registry.journal()));
        return Main.OK;
    }
}
