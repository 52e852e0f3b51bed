package io.elbo4j.spark.cli;

import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** Options that every command has, and the order in which they win. */
final class SettingsOptions {

    private static final String OURS = "spark.elbo4j.";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting; wins over all others. Keys: conf/reference.conf.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A Spark setting; spark.elbo4j.KEY is a setting of ours.")
    private List<String> conf = new ArrayList<>();

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    /** These options with one more setting, which wins over the others. */
    SettingsOptions with(String key, String value) {
        set.add(key + "=" + value);
        return this;
    }

    /** Spark's settings on the command line. */
    Map<String, String> spark() {
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

    /** The given file's text under {@code --conf spark.elbo4j.*} under {@code --set}. */
    Settings over(String file, String origin) {
        Map<String, String> ours = new LinkedHashMap<>();
        for (var entry : new SparkConf().getAllWithPrefix(OURS)) {
            ours.put(entry._1(), entry._2());
        }
        spark().forEach((key, value) -> {
            if (key.startsWith(OURS)) {
                ours.put(key.substring(OURS.length()), value);
            }
        });
        List<String> overrides = new ArrayList<>();
        ours.forEach((key, value) -> overrides.add(key + "=" + value));
        overrides.addAll(set);
        return Settings.of(file, origin, overrides, name -> TextFile.read(TextFile.beside(origin, name)));
    }
}
