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
 * All of it is written beside the folder and moved there once it is whole, so that a run that fails leaves nothing and
 * costs nothing that was there before.
 */
public final class RunFolder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper JSON_LINE = new ObjectMapper();
    private final HadoopFolder folder;
    private final HadoopFolder unfinished;
    private final List<String> history = new ArrayList<>();
    private boolean whole;

    private RunFolder(HadoopFolder folder, HadoopFolder unfinished) {
        this.folder = folder;
        this.unfinished = unfinished;
    }

    /**
     * A place for a run. Nothing that exists is changed before {@link #write}.
     *
     * @param force whether a run that is there may be replaced
     * @throws SpecException when it exists, or cannot be written to
     */
    public static RunFolder at(String uri, Configuration configuration, boolean force) {
        HadoopFolder folder = HadoopFolder.of(uri, configuration);
        try {
            if (folder.exists()) {
                requireReplaceable(folder, uri, force);
            }
            HadoopFolder unfinished = folder.beside(".unfinished");
            unfinished.deleteAll();
            unfinished.make();
            return new RunFolder(folder, unfinished);
        } catch (IOException e) {
            throw new SpecException("output: folder cannot be written: out=" + uri + " cause=" + e.getMessage()
                    + "; choose another folder or change its rights");
        }
    }

    /** Never replaces a folder that no run has made. */
    private static void requireReplaceable(HadoopFolder folder, String uri, boolean force) throws IOException {
        if (!force) {
            throw new SpecException(
                    "output: folder exists: out=" + uri + "; choose another or add --force to replace it");
        }
        if (!folder.has("run.conf")) {
            throw new SpecException("output: folder is not a run: out=" + uri
                    + "; --force replaces only folders with a run.conf, choose another");
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

    /**
     * Writes everything.
     *
     * @param metrics as in {@code metrics.json}
     * @param provenance where the model comes from
     */
    public void write(TrainedModel<?> model, Map<String, Object> metrics, Map<String, Object> provenance)
            throws IOException {
        HadoopFolder modelFolder = unfinished.inside("model");
        modelFolder.make();
        Map<String, Object> record = new LinkedHashMap<>(provenance);
        record.put("metrics", metrics);
        ModelFolder.write(modelFolder, TrainedModelCodec.INSTANCE, model, record);
        write(unfinished, "run.conf", model.spec().settings().render());
        write(unfinished, "history.jsonl", String.join("\n", history) + (history.isEmpty() ? "" : "\n"));
        write(unfinished, "metrics.json", text(JSON, metrics) + "\n");
        whole = true;
        folder.deleteAll();
        unfinished.moveTo(folder);
    }

    /** Leaves nothing of a run that was not written. */
    @Override
    public void close() throws IOException {
        if (!whole) {
            unfinished.deleteAll();
        }
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
