package io.elbo4j.spark.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An MLflow tracking server, as MLflow's own environment variables name it.
 *
 * @param address without the path of the API
 * @param experiment in which runs are put
 * @param authorization value of the header of that name
 */
public record TrackingServer(URI address, String experiment, Optional<String> authorization) {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String API = "/api/2.0/";
    private static final int ATTEMPTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final long PAUSE_MS = 100;

    /**
     * The server of {@code MLFLOW_TRACKING_URI}, with {@code MLFLOW_EXPERIMENT_NAME}, {@code MLFLOW_TRACKING_TOKEN}, {@code MLFLOW_TRACKING_USERNAME} and
     * {@code MLFLOW_TRACKING_PASSWORD}; for {@code databricks} that of {@code DATABRICKS_HOST} and {@code DATABRICKS_TOKEN}.
     *
     * @return none where none is named
     * @throws TrackingException where it is not one that can be asked by HTTP
     */
    public static Optional<TrackingServer> of(Map<String, String> environment) throws TrackingException {
        String uri = environment.getOrDefault("MLFLOW_TRACKING_URI", "").strip();
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        boolean databricks = uri.equals("databricks");
        String address = databricks ? environment.getOrDefault("DATABRICKS_HOST", "") : uri;
        Optional<URI> server = server(address);
        if (server.isEmpty()) {
            throw new TrackingException("mlflow: no server: MLFLOW_TRACKING_URI=" + uri
                    + (databricks ? " DATABRICKS_HOST=" + address : "")
                    + "; give the address of one, http(s)://host:port, or leave it empty");
        }
        return Optional.of(new TrackingServer(
                server.get(),
                environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "elbo4j"),
                authorization(
                        environment,
                        environment.getOrDefault(databricks ? "DATABRICKS_TOKEN" : "MLFLOW_TRACKING_TOKEN", ""))));
    }

    /** An address that can be asked by HTTP. */
    private static Optional<URI> server(String address) {
        try {
            URI uri = new URI(address.replaceAll("/+$", ""));
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getQuery() == null && uri.getFragment() == null;
            return Optional.of(uri).filter(all -> http && plain && all.getHost() != null && all.getPort() < 1 << 16);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> authorization(Map<String, String> environment, String token) {
        if (!token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
        String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Begins a run.
     *
     * @param name for people
     * @param millis when it began
     * @param tags beside its name
     */
    public TrackedRun begin(String name, long millis, Map<String, String> tags) throws TrackingException {
        ObjectNode request = JSON.createObjectNode();
        request.put("experiment_id", experimentId());
        request.put("run_name", name);
        request.put("start_time", millis);
        TrackedRun.entries(request.putArray("tags"), tags);
        JsonNode info = post("mlflow/runs/create", request).path("run").path("info");
        return new TrackedRun(
                this, info.path("run_id").asText(), info.path("artifact_uri").asText());
    }

    private String experimentId() throws TrackingException {
        String name = URLEncoder.encode(experiment, StandardCharsets.UTF_8);
        HttpResponse<String> found =
                answer("GET", "mlflow/experiments/get-by-name?experiment_name=" + name, BodyPublishers::noBody, ANSWER);
        if (found.statusCode() != 404) {
            return json(required(found))
                    .path("experiment")
                    .path("experiment_id")
                    .asText();
        }
        ObjectNode request = JSON.createObjectNode();
        request.put("name", experiment);
        return post("mlflow/experiments/create", request).path("experiment_id").asText();
    }

    /** A request with an answer in JSON. */
    JsonNode post(String path, JsonNode body) throws TrackingException {
        return json(required(answer("POST", path, () -> BodyPublishers.ofString(body.toString()), ANSWER)));
    }

    /** A file for the server's own store of artifacts. */
    void put(String path, Supplier<InputStream> content) throws TrackingException {
        required(answer("PUT", path, () -> BodyPublishers.ofInputStream(content), UPLOAD));
    }

    private static JsonNode json(HttpResponse<String> response) throws TrackingException {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new TrackingException("mlflow: answer is not JSON: uri=" + response.uri() + " cause=\""
                    + e.getOriginalMessage() + "\"; look at MLFLOW_TRACKING_URI");
        }
    }

    private static HttpResponse<String> required(HttpResponse<String> response) throws TrackingException {
        if (response.statusCode() / 100 != 2) {
            String body = response.body();
            throw new TrackingException("mlflow: request refused: status=" + response.statusCode() + " uri="
                    + response.uri() + " answer=\""
                    + body.substring(0, Math.min(200, body.length())).strip().replaceAll("\\s+", " ")
                    + "\"; look at the server's log and at its rights");
        }
        return response;
    }

    /** Asks again where the server is busy or broken. */
    private HttpResponse<String> answer(
            String method, String path, Supplier<HttpRequest.BodyPublisher> body, Duration timeout)
            throws TrackingException {
        URI uri = URI.create(address + API + path);
        String cause = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                        .timeout(timeout)
                        .header("Content-Type", method.equals("PUT") ? "application/octet-stream" : "application/json")
                        .method(method, body.get());
                authorization.ifPresent(value -> request.header("Authorization", value));
                HttpResponse<String> response = Client.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
                boolean again = response.statusCode() == 429 || response.statusCode() >= 500;
                if (!again || attempt == ATTEMPTS) {
                    return response;
                }
                Thread.sleep(PAUSE_MS << (2 * attempt));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrackingException("mlflow: interrupted: uri=" + uri + "; the run is not all there");
            } catch (IOException e) {
                cause = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            }
        }
        throw new TrackingException("mlflow: no answer: uri=" + uri + " cause=\"" + cause
                + "\"; look at MLFLOW_TRACKING_URI and the network");
    }

    /** Made when first asked: it has a thread of its own. */
    private static final class Client {
        private static final HttpClient HTTP =
                HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }
}
