package io.elbo4j.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files of a run folder say, or of a stream's; neither its data nor its arrays.
 *
 * @param name for people
 * @param settings of {@code run.conf}
 * @param metrics of {@code metrics.json}
 * @param history of {@code history.jsonl}; of nothing where there is none
 * @param figures of {@code figures.json}; none of a run of an earlier version
 * @param provenance of the model, without the metrics
 */
public record RunRecord(
        String name,
        Settings settings,
        JsonNode metrics,
        History history,
        RunFigures figures,
        Map<String, Object> provenance) {

    private static final String CONF = "run.conf";
    private static final String METRICS = "metrics.json";
    private static final String HISTORY = "history.jsonl";
    private static final String MODEL = "model";

    private static final List<String> JUDGES = List.of(
            "data.test",
            "data.heldOut",
            "stream.source",
            "stream.scenario",
            "episodes.source",
            "episodes.ways",
            "episodes.shots",
            "episodes.queries",
            "episodes.split",
            "episodes.judge");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a folder.
     *
     * @param name for people
     * @throws SpecException when it is no run
     * @throws DataException when a file is damaged
     */
    public static RunRecord read(HadoopFolder folder, String name) throws IOException {
        if (!folder.has(CONF) || !folder.has(METRICS)) {
            throw new SpecException("report: not a finished run: run=" + folder.path() + "; give a folder with " + CONF
                    + " and " + METRICS + ", as train and continual leave them");
        }
        return new RunRecord(
                name,
                Settings.stored(folder.text(CONF), folder.path() + "/" + CONF),
                metrics(folder.text(METRICS), folder.path() + "/" + METRICS),
                folder.has(HISTORY)
                        ? History.of(folder.text(HISTORY), folder.path() + "/" + HISTORY)
                        : History.of("", ""),
                folder.has(RunFigures.FILE)
                        ? RunFigures.of(folder.text(RunFigures.FILE), folder.path() + "/" + RunFigures.FILE)
                        : RunFigures.NONE,
                ModelFolder.manifest(folder.inside(MODEL)).provenance());
    }

    /**
     * Of a run that has just come to its end.
     *
     * @param metrics text of {@code metrics.json}
     * @param history lines of {@code history.jsonl}
     */
    public static RunRecord of(
            String name,
            Settings settings,
            String metrics,
            List<String> history,
            RunFigures figures,
            Map<String, Object> provenance) {
        return new RunRecord(
                name,
                settings,
                metrics(metrics, METRICS),
                History.of(String.join("\n", history), HISTORY),
                figures,
                provenance);
    }

    private static JsonNode metrics(String text, String origin) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new DataException("report: metrics cannot be read: file=" + origin + " cause=\""
                    + e.getOriginalMessage() + "\"; the file was damaged after the run");
        }
    }

    /** The metrics that are one number or word, in the order of the file. */
    Map<String, JsonNode> scalars() {
        Map<String, JsonNode> scalars = new LinkedHashMap<>();
        metrics.properties().forEach(metric -> {
            if (metric.getValue().isValueNode()) {
                scalars.put(metric.getKey(), metric.getValue());
            }
        });
        return scalars;
    }

    /** A metric that is a number; NaN where there is none. */
    double metric(String metric) {
        return metrics.path(metric).asDouble(Double.NaN);
    }

    /** All that says which rows the run was judged on. */
    Map<String, String> judgedOn() {
        Map<String, String> told = new TreeMap<>(settings.shown());
        told.keySet().removeIf(key -> JUDGES.stream().noneMatch(key::startsWith));
        for (String metric : List.of("evaluatedOn", "evaluatedRows", "tasks", "episodes")) {
            told.put(metric, metrics.path(metric).asText());
        }
        if (metrics.path("evaluatedOn").asText().equals("held-out")) {
            // They are drawn from the training rows.
            told.put("dataHash", String.valueOf(provenance.get("dataHash")));
            told.put("seed", settings.text("seed"));
        }
        return told;
    }
}
