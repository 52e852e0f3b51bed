package io.elbo4j.spark.cli;

import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.report.RunRecord;
import io.elbo4j.spark.report.RunReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Write what a run folder holds as one HTML file that opens offline; needs neither data nor Spark.")
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "Folder of a run or of a stream of tasks.")
    private String run = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; without it " + RunReport.FILE + " in the folder, in place of what is there.")
    private String out = "";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        HadoopFolder folder = HadoopFolder.of(run, new Configuration());
        RunRecord record = RunRecord.read(folder, folder.path().getName());
        String file = out.isEmpty() ? run + "/" + RunReport.FILE : out;
        TextFile.write(file, RunReport.of(record).html(Main.version()));
        System.out.println("written to " + file);
        return Main.OK;
    }
}
