package io.elbo4j.spark.cli;

import io.elbo4j.spec.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that every command has, and the order in which they win. */
final class SettingsOptions {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting; wins over all others. Keys: conf/reference.conf.")
    private List<String> set = new ArrayList<>();

    @Mixin
    private SparkOptions spark = new SparkOptions();

    /** These options with one more setting, which wins over the others. */
    SettingsOptions with(String key, String value) {
        set.add(key + "=" + value);
        return this;
    }

    /** Spark's settings on the command line. */
    Map<String, String> spark() {
        return spark.settings();
    }

    /** The given file's text under {@code --conf spark.elbo4j.*} under {@code --set}. */
    Settings over(String file, String origin) {
        Map<String, String> ours = new LinkedHashMap<>();
        for (var entry : new SparkConf().getAllWithPrefix(SparkOptions.OURS)) {
            ours.put(entry._1(), entry._2());
        }
        spark().forEach((key, value) -> {
            if (key.startsWith(SparkOptions.OURS)) {
                ours.put(key.substring(SparkOptions.OURS.length()), value);
            }
        });
        List<String> overrides = new ArrayList<>();
        ours.forEach((key, value) -> overrides.add(key + "=" + value));
        overrides.addAll(set);
        return Settings.of(file, origin, overrides, name -> TextFile.read(TextFile.beside(origin, name)));
    }
}
