package io.elbo4j.spark.cli;

import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.report.Comparison;
import io.elbo4j.spark.report.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Set runs side by side: settings that differ, and figures, with the better one marked (*).")
final class CompareCommand implements Callable<Integer> {

    @Parameters(arity = "2..*", paramLabel = "RUN", description = "Folders of runs, or of streams of tasks.")
    private List<String> runs = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Also write an HTML file with curves laid over each other.")
    private String out = "";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        List<HadoopFolder> folders = runs.stream()
                .map(run -> HadoopFolder.of(run, new Configuration()))
                .toList();
        List<String> names =
                folders.stream().map(folder -> folder.path().getName()).toList();
        boolean distinct = new HashSet<>(names).size() == names.size();
        List<RunRecord> records = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            records.add(RunRecord.read(folders.get(i), distinct ? names.get(i) : runs.get(i)));
        }
        Comparison comparison = new Comparison(records);
        System.out.print(comparison.text());
        if (!out.isEmpty()) {
            TextFile.write(out, comparison.page().html(Main.version()));
            System.out.println("written to " + out);
        }
        return Main.OK;
    }
}
