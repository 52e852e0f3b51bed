package io.elbo4j.spark.cli;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.registry.ConflictException;
import io.elbo4j.spark.run.Session;
import io.elbo4j.spark.run.StalledException;
import io.elbo4j.spark.run.StoppedException;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code elbo4j}: all commands, and what their exit codes mean. */
@Command(
        name = "elbo4j",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Distributed variational inference on Spark.",
        footer = {
            "",
            "Exit codes: 0 ok, 1 defect, 2 usage or configuration,",
            "3 data or model files, 4 diverged, 5 a round does not end,",
            "6 another job was faster, 143 told to end (elbo4j resume goes on)."
        },
        subcommands = {
            TrainCommand.class,
            ResumeCommand.class,
            ContinualCommand.class,
            RetrainCommand.class,
            HistoryCommand.class,
            RollbackCommand.class,
            DiffCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            TrackCommand.class,
            EvaluateCommand.class,
            DiagnoseCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ForgetCommand.class,
            MergeCommand.class,
            PlanCommand.class,
            DoctorCommand.class,
            BenchCommand.class
        })
public final class Main {

    /** All went well. */
    public static final int OK = 0;
    /** Something that is our fault. */
    public static final int DEFECT = 1;
    /** Usage or configuration. */
    public static final int USAGE = 2;
    /** Data, or a model's files. */
    public static final int DATA = 3;
    /** The run diverged; its last good state is on disk. */
    public static final int DIVERGED = 4;

    /** A round does not end, on whatever executors; what was reached before is on disk. */
    public static final int STALLED = 5;
    /** Another job decided in the meantime; nothing was changed. */
    public static final int CONFLICT = 6;
    /** Told to end by SIGTERM; what was reached is on disk. The JVM itself leaves with this. */
    public static final int TERMINATED = 143;

    /**
     * Runs a command and leaves with its exit code. Where others own the JVM (cluster mode, Databricks, a session that is there
     * already) it must not end: a failure is thrown, as they expect.
     */
    public static void main(String[] arguments) {
        boolean guest = new SparkConf().get("spark.submit.deployMode", "client").equals("cluster") || Session.isThere();
        int code = run(arguments);
        if (!guest) {
            System.exit(code);
        }
        if (code != OK) {
            throw new IllegalStateException("elbo4j: command failed: exitCode=" + code + "; the message is above");
        }
    }

    /** Runs a command. */
    public static int run(String... arguments) {
        try {
            return executed(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("error: " + memory(e));
            return USAGE;
        }
    }

    private static String memory(Throwable failure) {
        return "memory: too little for this model: heapMiB="
                + (Runtime.getRuntime().maxMemory() >> 20) + " cause=\""
                + failure.getMessage()
                + "\"; give the driver more (spark.driver.memory, or -Xmx in ELBO4J_JAVA_OPTS), or take a smaller network;"
                + " train --dry-run tells what is needed";
    }

    /** ND4J's own word for memory that the system does not give. */
    private static boolean outOfNativeMemory(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Allocation failed");
    }

    private static int executed(String... arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof StoppedException) {
                        return TERMINATED;
                    }
                    boolean verbose =
                            parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--verbose");
                    command.getErr().println("error: " + message(failure));
                    int code = exitCode(failure);
                    if (verbose) {
                        failure.printStackTrace(command.getErr());
                    } else if (code == DEFECT) {
                        command.getErr()
                                .println("  " + failure.getClass().getSimpleName()
                                        + "; run again with --verbose for the stack trace, and please report it");
                    }
                    return code;
                })
                .execute(arguments);
    }

    /** What a file system says names neither what failed nor what to do. */
    private static String message(Throwable failure) {
        if (outOfNativeMemory(failure)) {
            return memory(failure);
        }
        return failure instanceof IOException || failure instanceof UncheckedIOException
                ? "files: cannot be read or written: cause=\""
                        + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                        + "\"; look at the file system, its space and your rights, then try again"
                : String.valueOf(failure.getMessage());
    }

    static int exitCode(Throwable failure) {
        if (failure instanceof DivergedException) {
            return DIVERGED;
        }
        if (failure instanceof StalledException) {
            return STALLED;
        }
        if (failure instanceof ConflictException) {
            return CONFLICT;
        }
        if (failure instanceof DataException
                || failure instanceof CorruptModelException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException) {
            return DATA;
        }
        return failure instanceof SpecException
                        || failure instanceof IllegalArgumentException
                        || outOfNativeMemory(failure)
                ? USAGE
                : DEFECT;
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"elbo4j " + version()};
        }
    }
}
