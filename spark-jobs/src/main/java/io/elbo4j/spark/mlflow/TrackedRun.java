package io.elbo4j.spark.mlflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A run on a server.
 *
 * @param id the server's
 * @param artifacts where its files go
 */
public record TrackedRun(TrackingServer server, String id, String artifacts) {

    /** How a run ended, in the server's words. */
    public enum Status {
        FINISHED,
        FAILED,
        KILLED
    }

    /**
     * A figure.
     *
     * @param step round after which it was measured
     * @param millis when
     */
    public record Point(String name, double value, long step, long millis) {}

    /** What one request may hold. */
    private static final int MOST_POINTS = 1000;

    private static final int MOST_PARAMETERS = 100;
    private static final int LONGEST_VALUE = 500;
    private static final String SERVED = "mlflow-artifacts:";
    private static final String CONF = "run.conf";
    private static final String MODEL = "model";
    private static final List<String> FILES = List.of("metrics.json", "history.jsonl", "figures.json", "report.html");

    static void entries(ArrayNode array, Map<String, String> entries) {
        entries.forEach((key, value) -> array.addObject()
                .put("key", key)
                .put("value", value.substring(0, Math.min(LONGEST_VALUE, value.length()))));
    }

    /** Its settings, without what is secret; long ones are cut, and whole in the file {@code run.conf}. */
    public void settings(Settings settings) throws TrackingException {
        List<Map.Entry<String, String>> all = new ArrayList<>(settings.shown().entrySet());
        for (int from = 0; from < all.size(); from += MOST_PARAMETERS) {
            ObjectNode request = request();
            ArrayNode parameters = request.putArray("params");
            for (Map.Entry<String, String> each : all.subList(from, Math.min(all.size(), from + MOST_PARAMETERS))) {
                entries(parameters, Map.of(each.getKey(), each.getValue()));
            }
            server.post("mlflow/runs/log-batch", request);
        }
    }

    /** Some figures; those that are not finite, which JSON cannot hold, are left out. */
    public void points(List<Point> points) throws TrackingException {
        List<Point> finite =
                points.stream().filter(point -> Double.isFinite(point.value())).toList();
        for (int from = 0; from < finite.size(); from += MOST_POINTS) {
            ObjectNode request = request();
            ArrayNode metrics = request.putArray("metrics");
            for (Point point : finite.subList(from, Math.min(finite.size(), from + MOST_POINTS))) {
                metrics.addObject()
                        .put("key", point.name())
                        .put("value", point.value())
                        .put("timestamp", point.millis())
                        .put("step", point.step());
            }
            server.post("mlflow/runs/log-batch", request);
        }
    }

    /**
     * The files of a run folder. A model whose settings hold a secret stays where it is.
     *
     * @return what was left out, and why; empty where nothing was
     */
    public String files(HadoopFolder folder, Settings settings) throws IOException {
        upload(CONF, () -> new ByteArrayInputStream(settings.printed().getBytes(StandardCharsets.UTF_8)), folder);
        for (String name : FILES) {
            if (folder.has(name)) {
                upload(name, () -> open(folder, name), folder);
            }
        }
        if (!settings.printed().equals(settings.render())) {
            return "mlflow: model not uploaded: its settings hold a secret: run=" + folder.path()
                    + "; take it from there, or keep secrets in spark.hadoop.* settings";
        }
        HadoopFolder model = folder.inside(MODEL);
        for (String name : model.names()) {
            upload(MODEL + "/" + name, () -> open(model, name), folder);
        }
        return "";
    }

    /** The end. */
    public void end(Status status, long millis) throws TrackingException {
        ObjectNode request = request();
        request.put("status", status.name());
        request.put("end_time", millis);
        server.post("mlflow/runs/update", request);
    }

    private ObjectNode request() {
        return TrackingServer.JSON.createObjectNode().put("run_id", id);
    }

    private static InputStream open(HadoopFolder folder, String name) {
        try {
            return folder.open(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Through the server where it stores files itself, else straight to the store that it names. */
    private void upload(String name, Supplier<InputStream> content, HadoopFolder like) throws IOException {
        if (artifacts.startsWith(SERVED)) {
            String inside = artifacts
                    .substring(SERVED.length())
                    .replaceFirst("^//[^/]*", "")
                    .replaceFirst("^/+", "");
            server.put("mlflow-artifacts/artifacts/" + inside + "/" + name, content);
            return;
        }
        HadoopFolder store = HadoopFolder.of(artifacts, like.configuration());
        int slash = name.lastIndexOf('/');
        HadoopFolder place = slash < 0 ? store : store.inside(name.substring(0, slash));
        place.make();
        try (InputStream in = content.get();
                OutputStream out = place.create(name.substring(slash + 1))) {
            in.transferTo(out);
        }
    }
}
