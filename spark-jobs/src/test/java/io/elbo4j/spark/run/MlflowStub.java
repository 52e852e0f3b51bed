package io.elbo4j.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** A server that knows the documented requests of MLflow's tracking API, and answers 400 to all others. */
public final class MlflowStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What it was asked.
     *
     * @param path after {@code /api/2.0/}
     * @param body of JSON; of files the number of bytes
     */
    public record Asked(String method, String path, JsonNode body, String authorization) {}

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile int failAfter = Integer.MAX_VALUE;

    public MlflowStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers 500 to all that follows so many requests. */
    public MlflowStub failingAfter(int requests) {
        failAfter = requests;
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Requests that the documented API has not. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    public List<Asked> asked(String path) {
        return asked.stream().filter(each -> each.path().startsWith(path)).toList();
    }

    /** Settings that were logged. */
    public Map<String, String> parameters() {
        Map<String, String> all = new TreeMap<>();
        for (Asked each : asked("mlflow/runs/log-batch")) {
            each.body()
                    .path("params")
                    .forEach(one ->
                            all.put(one.path("key").asText(), one.path("value").asText()));
        }
        return all;
    }

    /** Values of a metric by step. */
    public Map<Long, Double> metric(String name) {
        Map<Long, Double> all = new TreeMap<>();
        for (Asked each : asked("mlflow/runs/log-batch")) {
            StreamSupport.stream(each.body().path("metrics").spliterator(), false)
                    .filter(one -> one.path("key").asText().equals(name))
                    .forEach(one ->
                            all.put(one.path("step").asLong(), one.path("value").asDouble()));
        }
        return all;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().replaceFirst("^/api/2.0/", "");
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String method = exchange.getRequestMethod();
        JsonNode body = method.equals("POST")
                ? JSON.readTree(bytes)
                : JSON.getNodeFactory().numberNode(bytes.length);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (asked.size() >= failAfter) {
            send(exchange, 500, "it is broken");
            return;
        }
        asked.add(new Asked(method, path, body, authorization));
        switch (method + " " + path.replaceFirst("[?].*", "").replaceFirst("artifacts/7/.*", "artifacts/*")) {
            case "GET mlflow/experiments/get-by-name" ->
                send(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}");
            case "POST mlflow/experiments/create" ->
                has(exchange, body.path("name").isTextual(), "{\"experiment_id\": \"7\"}");
            case "POST mlflow/runs/create" ->
                has(
                        exchange,
                        body.path("experiment_id").asText().equals("7")
                                && body.path("start_time").isIntegralNumber()
                                && pairs(body.path("tags"), 100),
                        "{\"run\": {\"info\": {\"run_id\": \"abc\", \"artifact_uri\": \"mlflow-artifacts:/7/abc/artifacts\"}}}");
            case "POST mlflow/runs/log-batch" ->
                has(
                        exchange,
                        body.path("run_id").asText().equals("abc")
                                && pairs(body.path("params"), 100)
                                && points(body.path("metrics")),
                        "{}");
            case "POST mlflow/runs/update" ->
                has(
                        exchange,
                        List.of("FINISHED", "FAILED", "KILLED")
                                        .contains(body.path("status").asText())
                                && body.path("end_time").isIntegralNumber(),
                        "{}");
            case "PUT mlflow-artifacts/artifacts/*" -> send(exchange, 200, "{}");
            default -> has(exchange, false, "");
        }
    }

    private void has(HttpExchange exchange, boolean right, String answer) throws IOException {
        if (!right) {
            wrong.add(asked.get(asked.size() - 1).toString());
        }
        send(exchange, right ? 200 : 400, right ? answer : "{\"error_code\": \"INVALID_PARAMETER_VALUE\"}");
    }

    private static boolean pairs(JsonNode entries, int most) {
        return entries.size() <= most
                && StreamSupport.stream(entries.spliterator(), false)
                        .allMatch(each -> each.path("key").asText().matches("[\\w./ -]{1,250}")
                                && each.path("value").isTextual()
                                && each.path("value").asText().length() <= 500);
    }

    private static boolean points(JsonNode entries) {
        return entries.size() <= 1000
                && StreamSupport.stream(entries.spliterator(), false)
                        .allMatch(each -> each.path("key").asText().matches("[\\w./ -]{1,250}")
                                && each.path("value").isNumber()
                                && each.path("timestamp").isIntegralNumber()
                                && each.path("step").isIntegralNumber());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
