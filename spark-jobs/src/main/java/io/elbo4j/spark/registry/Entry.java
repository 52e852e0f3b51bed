package io.elbo4j.spark.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbo4j.codec.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision.
 *
 * @param number in the journal, from 1
 * @param time when it was taken, ISO 8601; for people, nothing reads it
 * @param decision what it was
 * @param version the one it is about, or empty
 * @param champion the one that serves from now on; empty before the first
 * @param batch address of the rows, or empty
 * @param contentHash of the rows, or empty
 * @param rows how many to learn from
 * @param gate address of the rows that versions were judged on, or empty
 * @param reasons why a version was refused
 * @param figures of version, champion and batch
 */
public record Entry(
        int number,
        String time,
        Decision decision,
        String version,
        String champion,
        String batch,
        String contentHash,
        long rows,
        String gate,
        List<String> reasons,
        Map<String, Double> figures) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Entry {
        reasons = List.copyOf(reasons);
        figures = new LinkedHashMap<>(figures);
        figures.values().removeIf(figure -> !Double.isFinite(figure));
    }

    /** JSON with its own checksum. */
    byte[] bytes() {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("number", number)
                .put("time", time)
                .put("decision", decision.text())
                .put("version", version)
                .put("champion", champion)
                .put("batch", batch)
                .put("contentHash", contentHash)
                .put("rows", rows)
                .put("gate", gate);
        reasons.forEach(entry.putArray("reasons")::add);
        figures.forEach(entry.putObject("figures")::put);
        ObjectNode whole = JSON.createObjectNode();
        whole.put("sha256", sha256(entry)).set("entry", entry);
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("registry: cannot write JSON: cause=" + e.getMessage(), e);
        }
    }

    /** Absent where the bytes are not those that were written. */
    static Optional<Entry> of(byte[] bytes) {
        try {
            JsonNode whole = JSON.readTree(bytes);
            JsonNode entry = whole.path("entry");
            if (!sha256(entry).equals(whole.path("sha256").asText())) {
                return Optional.empty();
            }
            List<String> reasons = new ArrayList<>();
            entry.path("reasons").forEach(reason -> reasons.add(reason.asText()));
            Map<String, Double> figures = new LinkedHashMap<>();
            entry.path("figures")
                    .properties()
                    .forEach(figure ->
                            figures.put(figure.getKey(), figure.getValue().asDouble()));
            return Optional.of(new Entry(
                    entry.path("number").asInt(),
                    entry.path("time").asText(),
                    Decision.of(entry.path("decision").asText()),
                    entry.path("version").asText(),
                    entry.path("champion").asText(),
                    entry.path("batch").asText(),
                    entry.path("contentHash").asText(),
                    entry.path("rows").asLong(),
                    entry.path("gate").asText(),
                    reasons,
                    figures));
        } catch (java.io.IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String sha256(JsonNode entry) {
        MessageDigest digest = Digests.sha256();
        digest.update(entry.toString().getBytes(StandardCharsets.UTF_8));
        return Digests.hex(digest);
    }
}
