package io.elbo4j.spark.faults;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A plugin of Spark that does harm to tasks of rounds, on executors in processes of their own. What it has done is in the folder
 * of marks, a file each.
 */
public final class Sabotage implements SparkPlugin {

    /** Kinds of harm. */
    enum Kind {
        /** Ends the executor's JVM within the task, in one task of every n-th round. */
        HALT,
        /** Fails the first attempt of every n-th task, after its work is done. */
        FAIL,
        /** Makes the tasks of executors at {@link #SLOW_HOST} take ten times as long. */
        SLOW,
        /** Only notes whether the executor authenticates and encrypts. */
        LOOK
    }

    private static final String KIND = "spark.sabotage.kind";
    private static final String EVERY = "spark.sabotage.every";
    private static final String MARKS = "spark.sabotage.marks";
    private static final Pattern ROUND = Pattern.compile(".* round (\\d+)/\\d+");
    private static final int SLOWER = 10;

    /** Of the first worker of a {@link StandaloneCluster}. */
    static final String SLOW_HOST = "127.0.0.2";

    /** For the command line. */
    static List<String> conf(Kind kind, int every, Path marks) throws IOException {
        Files.createDirectories(marks);
        return List.of(
                "--conf", "spark.plugins=" + Sabotage.class.getName(),
                "--conf", KIND + "=" + kind,
                "--conf", EVERY + "=" + every,
                "--conf", MARKS + "=" + marks);
    }

    /** What was done. */
    static List<String> done(Path marks) throws IOException {
        try (Stream<Path> files = Files.list(marks)) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {};
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new OnExecutor();
    }

    private static final class OnExecutor implements ExecutorPlugin {

        private Kind kind = Kind.FAIL;
        private int every = 1;
        private Path marks = Path.of("");

        @Override
        public void init(PluginContext context, Map<String, String> extra) {
            SparkConf conf = context.conf();
            kind = Kind.valueOf(conf.get(KIND));
            every = conf.getInt(EVERY, 1);
            marks = Path.of(conf.get(MARKS));
            if (kind == Kind.LOOK) {
                var security = SparkEnv.get().securityManager();
                mark("executor-" + context.executorID() + " authenticates=" + security.isAuthenticationEnabled()
                        + " encryptsFiles=" + security.getIOEncryptionKey().isDefined());
            }
        }

        @Override
        public void onTaskStart() {
            TaskContext task = TaskContext.get();
            Matcher matcher = ROUND.matcher(String.valueOf(task.getLocalProperty("spark.job.description")));
            if (!matcher.matches()) {
                return;
            }
            int round = Integer.parseInt(matcher.group(1));
            if (kind == Kind.HALT && round % every == 0 && mark("round-" + round)) {
                Thread end = new Thread(() -> {
                    pause(20);
                    Runtime.getRuntime().halt(137);
                });
                end.start();
            } else if (kind == Kind.FAIL
                    && task.attemptNumber() == 0
                    && (task.partitionId() + round) % every == 0
                    && mark("round-" + round + "-stage-" + task.stageId() + "-task-" + task.partitionId())) {
                onCompletion(task, () -> {
                    throw new IllegalStateException("on purpose");
                });
            } else if (kind == Kind.SLOW
                    && SparkEnv.get().blockManager().blockManagerId().host().equals(SLOW_HOST)) {
                mark("slow-round-" + round + "-task-" + task.partitionId());
                long from = System.nanoTime();
                onCompletion(task, () -> pause((SLOWER - 1) * (System.nanoTime() - from) / 1_000_000));
            }
        }

        private static void onCompletion(TaskContext task, Runnable what) {
            task.addTaskCompletionListener((TaskCompletionListener) done -> what.run());
        }

        private static void pause(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether it was not there before. */
        private boolean mark(String name) {
            try {
                Files.createFile(marks.resolve(name));
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
