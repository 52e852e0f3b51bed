package io.elbo4j.spark.cli;

import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command. */
final class SparkOptions {

    /** How settings of ours begin among Spark's. */
    static final String OURS = "spark.elbo4j.";

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A Spark setting; spark.elbo4j.KEY is a setting of ours.")
    private List<String> conf = new ArrayList<>();

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    /** Spark's settings on the command line. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String each : conf) {
            int at = each.indexOf('=');
            if (at < 1) {
                throw new SpecException("settings: not an assignment: conf=" + each + "; write --conf key=value");
            }
            settings.put(each.substring(0, at), each.substring(at + 1));
        }
        return settings;
    }
}
