package io.elbo4j.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run leaves: {@code model/}, {@code metrics.json}, {@code history.jsonl} (a line a round) and {@code run.conf}.
 * History lines are kept until the end, so that object stores without append work too.
 */
public final class RunFolder {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper JSON_LINE = new ObjectMapper();
    private final HadoopFolder folder;
    private final List<String> history = new ArrayList<>();

    private RunFolder(HadoopFolder folder) {
        this.folder = folder;
    }

    /**
     * A new folder.
     *
     * @param force whether one that exists is deleted first
     * @throws SpecException when it exists, or cannot be written to
     */
    public static RunFolder create(String uri, Configuration configuration, boolean force) {
        HadoopFolder folder = HadoopFolder.of(uri, configuration);
        try {
            if (folder.exists()) {
                if (!force) {
                    throw new SpecException(
                            "output: folder exists: out=" + uri + "; choose another or add --force to replace it");
                }
                requireRun(folder, uri);
                folder.deleteAll();
            }
            folder.make();
            return new RunFolder(folder);
        } catch (IOException e) {
            throw new SpecException("output: folder cannot be written: out=" + uri + " cause=" + e.getMessage()
                    + "; choose another folder or change its rights");
        }
    }

    /** Never deletes a folder that no run has made. */
    private static void requireRun(HadoopFolder folder, String uri) throws IOException {
        if (!folder.has("run.conf") && !folder.has("model") && !folder.has("metrics.json")) {
            throw new SpecException("output: folder is not a run: out=" + uri
                    + "; --force replaces only folders with a run.conf; choose another");
        }
    }

    /** The model's folder for a run folder or a model folder itself. */
    public static HadoopFolder modelFolder(String uri, Configuration configuration) {
        HadoopFolder given = HadoopFolder.of(uri, configuration);
        try {
            return given.has("model/manifest.json") ? given.inside("model") : given;
        } catch (IOException e) {
            throw new SpecException("model: folder cannot be read: model=" + uri + " cause=" + e.getMessage()
                    + "; check the address and your rights");
        }
    }

    /** Remembers a line of the history. */
    public void addHistory(Map<String, Object> line) {
        history.add(text(JSON_LINE, line));
    }

    /** Writes the resolved configuration. */
    public void writeConfiguration(String text) throws IOException {
        write(folder, "run.conf", text);
    }

    /** Writes model, history and metrics. */
    public void write(TrainedModel<?> model, Map<String, Object> metrics, Map<String, Object> provenance)
            throws IOException {
        HadoopFolder modelFolder = folder.inside("model");
        modelFolder.make();
        Map<String, Object> record = new LinkedHashMap<>(provenance);
        record.put("metrics", metrics);
        ModelFolder.write(modelFolder, TrainedModelCodec.INSTANCE, model, record);
        write(folder, "history.jsonl", String.join("\n", history) + (history.isEmpty() ? "" : "\n"));
        write(folder, "metrics.json", text(JSON, metrics) + "\n");
    }

    private static void write(HadoopFolder folder, String name, String text) throws IOException {
        try (OutputStream out = folder.create(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** JSON text; numbers that JSON cannot hold become null. */
    public static String json(Object value) {
        return text(JSON, value);
    }

    private static String text(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(finite(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("json: cannot write: cause=" + e.getMessage() + "; this is a defect", e);
        }
    }

    private static Object finite(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), finite(each)));
            return copy;
        }
        return value instanceof Double number && !Double.isFinite(number)
                ? com.fasterxml.jackson.databind.node.NullNode.instance
                : value;
    }
}
