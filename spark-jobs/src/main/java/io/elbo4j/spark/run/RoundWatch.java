package io.elbo4j.spark.run;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.jspecify.annotations.Nullable;

/** Says what a long round waits for, and ends a round that is past its deadline, so that it can be begun again. */
final class RoundWatch extends SparkListener implements AutoCloseable {

    /** Trainings may run beside each other in one session; each ends its own jobs alone. */
    private static final AtomicLong WATCHES = new AtomicLong();

    /** What Spark calls the group of jobs that a thread starts. */
    private static final List<String> GROUP_PROPERTIES =
            List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

    private final String group = "elbo4j-round-" + WATCHES.incrementAndGet();
    /** The group that the thread was in before; a round puts it back. */
    private final Map<String, String> groupBefore = new HashMap<>();

    private final JavaSparkContext spark;
    private final Patience patience;
    private final Consumer<String> tell;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "elbo4j-round-watch");
        thread.setDaemon(true);
        return thread;
    });
    /** Where each partition is being worked at; of copies by speculation the newest. */
    private final Map<Integer, String> running = new TreeMap<>();

    private double longest;
    private long begun;
    private int round;
    private String description = "";
    private boolean cut;
    private @Nullable ScheduledFuture<?> ticks;

    /** Watches from now on. */
    RoundWatch(JavaSparkContext spark, Patience patience, Consumer<String> tell) {
        this.spark = spark;
        this.patience = patience;
        this.tell = tell;
        spark.sc().addSparkListener(this);
    }

    /** A round begins, on this thread. */
    synchronized void begin(int index, String what) {
        groupBefore.clear();
        for (String property : GROUP_PROPERTIES) {
            String value = spark.getLocalProperty(property);
            if (value != null) {
                groupBefore.put(property, value);
            }
        }
        spark.setJobGroup(group, what, true);
        round = index;
        description = what;
        begun = System.nanoTime();
        cut = false;
        running.clear();
        long nanos = (long) (Math.min(patience.tellSeconds(), patience.deadline(longest)) * 1e9);
        ticks = clock.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * The round is over.
     *
     * @return whether it was ended before it was done
     */
    synchronized boolean end() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        spark.clearJobGroup();
        groupBefore.forEach(spark::setLocalProperty);
        if (!cut) {
            longest = Math.max(longest, seconds());
        }
        return cut;
    }

    /** What it waits for. */
    synchronized String waiting() {
        return running.isEmpty() ? "no task is running" : "shards " + running;
    }

    private synchronized void look() {
        double seconds = seconds();
        tell.accept(String.format(Locale.ROOT, "waiting: %s seconds=%.0f for=\"%s\"", description, seconds, waiting()));
        if (!cut && seconds >= patience.deadline(longest)) {
            cut = true;
            tell.accept(String.format(
                    Locale.ROOT,
                    "past its deadline: round=%d seconds=%.0f deadlineSeconds=%.0f; it is ended",
                    round + 1,
                    seconds,
                    patience.deadline(longest)));
            spark.cancelJobGroup(group);
        }
    }

    private double seconds() {
        return (System.nanoTime() - begun) * 1e-9;
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        running.put(
                start.taskInfo().index(),
                "on executor " + start.taskInfo().executorId() + " at "
                        + start.taskInfo().host());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().successful()) {
            running.remove(end.taskInfo().index());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        spark.sc().removeSparkListener(this);
    }
}
