package io.elbo4j.spark.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run that is told to a server while it goes on. Requests are sent by a thread of their own; rounds that end meanwhile are sent together. After the first
 * failure nothing more is sent: all of it is in the run folder, from which {@link #send} can do it later.
 */
public final class RunTracking {

    /** How long the end of a run waits for what is still to be sent. */
    private static final long PATIENCE_SECONDS = 120;

    private static final long BROKEN_OFF_SECONDS = 5;

    /** A request. */
    @FunctionalInterface
    private interface Sent {
        void to(TrackedRun run) throws IOException;
    }

    private final Consumer<String> tell;
    private final HadoopFolder folder;
    private final Settings settings;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mlflow");
        thread.setDaemon(true);
        return thread;
    });
    private final List<TrackedRun.Point> waiting = new ArrayList<>();
    // Of the sender alone.
    private Optional<TrackedRun> run = Optional.empty();
    private volatile boolean broken;

    private RunTracking(HadoopFolder folder, Settings settings, Consumer<String> tell) {
        this.folder = folder;
        this.settings = settings;
        this.tell = tell;
    }

    /** Whether the environment names a server. */
    public static boolean wanted(Map<String, String> environment) {
        return !environment.getOrDefault("MLFLOW_TRACKING_URI", "").isBlank();
    }

    /**
     * Begins to track a run.
     *
     * @param folder that it will have
     * @param tell is told, once, what went wrong
     * @return none where no server is named, or it is not one
     */
    public static Optional<RunTracking> begin(
            Map<String, String> environment, HadoopFolder folder, Settings settings, Consumer<String> tell) {
        Optional<TrackingServer> server;
        try {
            server = TrackingServer.of(environment);
        } catch (TrackingException e) {
            tell.accept(e.getMessage() + "; the training goes on without");
            return Optional.empty();
        }
        return server.map(each -> {
            RunTracking tracking = new RunTracking(folder, settings, tell);
            long now = System.currentTimeMillis();
            tracking.sender.execute(() -> tracking.guarded(() -> {
                TrackedRun run = begun(each, folder, settings, now);
                tracking.run = Optional.of(run);
            }));
            return tracking;
        });
    }

    private static TrackedRun begun(TrackingServer server, HadoopFolder folder, Settings settings, long millis)
            throws TrackingException {
        String name = folder.path().getName();
        TrackedRun run = server.begin(
                name,
                millis,
                Map.of("elbo4j.model", settings.text("model.name"), "elbo4j.run", String.valueOf(folder.path())));
        run.settings(settings);
        return run;
    }

    /**
     * Figures of a round.
     *
     * @param line as in {@code history.jsonl}
     */
    public void round(Map<String, Object> line) {
        synchronized (waiting) {
            waiting.addAll(round(line, System.currentTimeMillis()));
        }
        later(tracked -> tracked.points(taken()));
    }

    /** Rounds of an earlier process, as lines of {@code history.jsonl}. */
    public void rounds(List<String> lines) {
        long now = System.currentTimeMillis();
        later(tracked -> {
            List<TrackedRun.Point> points = new ArrayList<>();
            for (String line : lines) {
                points.addAll(round(figures(line), now));
            }
            tracked.points(points);
        });
    }

    private List<TrackedRun.Point> taken() {
        synchronized (waiting) {
            List<TrackedRun.Point> taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        }
    }

    /** Of a round; its NLL is of training rows, and that of the end of those that judge. */
    private static List<TrackedRun.Point> round(Map<String, Object> line, long now) {
        Map<String, Object> figures = new LinkedHashMap<>(line);
        Object step = figures.remove("round");
        Object nll = figures.remove("nll");
        if (nll != null) {
            figures.put("trainNll", nll);
        }
        return points(figures, step, now);
    }

    private static List<TrackedRun.Point> points(Map<String, Object> figures, @Nullable Object step, long now) {
        long at = step instanceof Number number ? number.longValue() : 0;
        List<TrackedRun.Point> points = new ArrayList<>();
        figures.forEach((name, value) -> {
            if (value instanceof Number number) {
                points.add(new TrackedRun.Point(name, number.doubleValue(), at, now));
            }
        });
        return points;
    }

    /** The end of a run that has its folder. Waits until all is sent, but not for ever. */
    public void finished(Map<String, Object> metrics) {
        later(tracked -> {
            tracked.points(points(metrics, metrics.get("rounds"), System.currentTimeMillis()));
            String left = tracked.files(folder, settings);
            if (!left.isEmpty()) {
                tell.accept(left);
            }
            tracked.end(status(metrics), System.currentTimeMillis());
        });
        close(PATIENCE_SECONDS);
    }

    private static TrackedRun.Status status(Map<String, Object> metrics) {
        return metrics.containsKey("divergedInRound") ? TrackedRun.Status.FAILED : TrackedRun.Status.FINISHED;
    }

    /** The end of a run that breaks off. */
    public void brokenOff() {
        later(tracked -> tracked.end(TrackedRun.Status.KILLED, System.currentTimeMillis()));
        close(BROKEN_OFF_SECONDS);
    }

    private void close(long seconds) {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(seconds, TimeUnit.SECONDS)) {
                sender.shutdownNow();
                fail("mlflow: not all is sent: seconds=" + seconds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void later(Sent request) {
        if (!broken && !sender.isShutdown()) {
            sender.execute(() -> guarded(() -> {
                if (run.isPresent()) {
                    request.to(run.get());
                }
            }));
        }
    }

    /** What is sent. */
    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }

    private void guarded(Sending sending) {
        if (broken) {
            return;
        }
        try {
            sending.run();
        } catch (IOException | RuntimeException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void fail(String what) {
        if (!broken) {
            broken = true;
            tell.accept(what + "; the training goes on; afterwards: elbo4j track " + folder.path());
        }
    }

    /**
     * Sends a finished run from its files.
     *
     * @return the run, and what was left out of it
     */
    public static Map.Entry<TrackedRun, String> send(TrackingServer server, HadoopFolder folder) throws IOException {
        Settings settings = Settings.stored(folder.text("run.conf"), folder.path() + "/run.conf");
        long now = System.currentTimeMillis();
        TrackedRun run = begun(server, folder, settings, now);
        List<TrackedRun.Point> points = new ArrayList<>();
        for (String line :
                folder.has("history.jsonl") ? folder.text("history.jsonl").split("\n") : new String[0]) {
            points.addAll(round(figures(line), now));
        }
        Map<String, Object> metrics = figures(folder.text("metrics.json"));
        points.addAll(points(metrics, metrics.get("rounds"), now));
        run.points(points);
        String left = run.files(folder, settings);
        run.end(status(metrics), System.currentTimeMillis());
        return Map.entry(run, left);
    }

    private static Map<String, Object> figures(String json) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (!json.isBlank()) {
            JsonNode node = TrackingServer.JSON.readTree(json);
            node.properties().forEach(each -> {
                if (each.getValue().isNumber()) {
                    figures.put(each.getKey(), each.getValue().asDouble());
                }
            });
        }
        return figures;
    }
}
