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
import java.util.Map;

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
                metrics(folder),
                folder.has(HISTORY)
                        ? History.of(folder.text(HISTORY), folder.path() + "/" + HISTORY)
                        : History.of("", ""),
                folder.has(RunFigures.FILE)
                        ? RunFigures.of(folder.text(RunFigures.FILE), folder.path() + "/" + RunFigures.FILE)
                        : RunFigures.NONE,
                ModelFolder.manifest(folder.inside(MODEL)).provenance());
    }

    private static JsonNode metrics(HadoopFolder folder) throws IOException {
        try {
            return JSON.readTree(folder.text(METRICS));
        } catch (JsonProcessingException e) {
            throw new DataException("report: metrics cannot be read: file=" + folder.path() + "/" + METRICS
                    + " cause=\"" + e.getOriginalMessage() + "\"; the file was damaged after the run");
        }
    }

    /** A metric that is a number; NaN where there is none. */
    double metric(String metric) {
        return metrics.path(metric).asDouble(Double.NaN);
    }

    /** What the rows that a run was judged on are known by. */
    String judgedOn() {
        return String.join(
                " ",
                metrics.path("evaluatedOn").asText("none"),
                metrics.path("evaluatedRows").asText("-"),
                settings.text("data.test"),
                settings.text("data.testLabels"),
                metrics.path("evaluatedOn").asText("").equals("held-out") ? String.valueOf(provenance.get("dataHash")) : "");
    }
}
