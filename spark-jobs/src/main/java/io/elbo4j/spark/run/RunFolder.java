package io.elbo4j.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.registry.Journal;
import io.elbo4j.spark.registry.Registry;
import io.elbo4j.spark.report.RunFigures;
import io.elbo4j.spark.report.RunRecord;
import io.elbo4j.spark.report.RunReport;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run leaves: {@code model/}, {@code metrics.json}, {@code history.jsonl} (a line a round), {@code run.conf},
 * {@code figures.json} and {@code report.html}.
 * All of it is written beside the folder, in {@code <folder>.unfinished}, and moved there once it is whole, so that a run that
 * fails costs nothing that was there before. What stays of it are its checkpoints, if it came so far.
 */
public final class RunFolder implements TrainingOutput, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper JSON_LINE = new ObjectMapper();
    private static final String UNFINISHED = ".unfinished";
    private static final String CONF = "run.conf";
    private static final String CONF_PART = "run.conf.part";
    private static final String HISTORY = "history.jsonl";
    private static final String METRICS = "metrics.json";
    private static final String MODEL = "model";
    private static final String CHECKPOINTS = "checkpoints";
    /** Stands beside a run that has only to be moved to its place, until it is there. */
    private static final String WHOLE = "whole";

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
     * @param force whether a run that is there may be replaced, finished or not
     * @throws SpecException when it exists, or cannot be written to
     */
    public static RunFolder at(String uri, Configuration configuration, boolean force) {
        HadoopFolder folder = HadoopFolder.of(uri, configuration);
        try {
            if (folder.exists()) {
                requireReplaceable(folder, uri, force);
                folder.delete(WHOLE);
            }
            RunFolder run = new RunFolder(folder, folder.beside(UNFINISHED));
            if (!force && run.checkpoints().any()) {
                throw new SpecException("output: an unfinished run is there: out=" + uri + "; go on with elbo4j resume "
                        + uri + ", or add --force to throw it away");
            }
            run.unfinished.deleteAll();
            run.unfinished.make();
            return run;
        } catch (IOException e) {
            throw unwritable(uri, e);
        }
    }

    /**
     * The place of a run that did not come to its end. One that came to it, but was not yet moved to its place, is moved now.
     *
     * @return nothing where it did
     * @throws SpecException when there is no run, or it cannot be read
     */
    public static Optional<RunFolder> unfinished(String uri, Configuration configuration) {
        HadoopFolder folder = HadoopFolder.of(uri, configuration);
        try {
            RunFolder run = new RunFolder(folder, folder.beside(UNFINISHED));
            if ((run.unfinished.has(WHOLE) || folder.has(WHOLE)) && run.moved()) {
                return Optional.empty();
            }
            if (run.unfinished.has(CONF)) {
                return Optional.of(run);
            }
            if (!folder.has(CONF)) {
                throw new SpecException("resume: no run: out=" + uri + "; give the folder that the run was to write");
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unwritable(uri, e);
        }
    }

    /** Where it is once it is whole. */
    HadoopFolder place() {
        return folder;
    }

    /** Whether a run of this folder was ever begun, finished or not. */
    public static boolean begun(String uri, Configuration configuration) {
        HadoopFolder folder = HadoopFolder.of(uri, configuration);
        try {
            HadoopFolder unfinished = folder.beside(UNFINISHED);
            return folder.has(CONF) || unfinished.has(CONF) || unfinished.has(WHOLE);
        } catch (IOException e) {
            throw unwritable(uri, e);
        }
    }

    private static SpecException unwritable(String uri, IOException cause) {
        return new SpecException("output: folder cannot be written: out=" + uri + " cause=" + cause.getMessage()
                + "; choose another folder or change its rights");
    }

    /** Notes what the run is, so that it can be begun again whenever it ends. */
    @Override
    public void begin(String settings) throws IOException {
        if (!unfinished.has(CONF)) {
            // Another run would begin from a part of them.
            unfinished.replace(CONF_PART, settings);
            unfinished.inside(CONF_PART).moveTo(unfinished.inside(CONF));
        }
    }

    /** The settings that it was begun with. */
    public String settings() throws IOException {
        return unfinished.text(CONF);
    }

    /** Refuses settings that are not those that it was begun with. */
    public void requireSettings(String settings) throws IOException {
        if (!settings.equals(settings())) {
            throw new SpecException("resume: settings are not those of the unfinished run: out=" + folder.path()
                    + "; leave them as they were, or add --force without --resume to start again");
        }
    }

    @Override
    public boolean resumable() {
        return true;
    }

    @Override
    public void checkpoint(Reached<?> reached, String dataHash, int keep) throws IOException {
        checkpoints().write(reached, dataHash, keep);
    }

    @Override
    public Optional<Checkpoints.Found> newest(Consumer<String> tell) throws IOException {
        return checkpoints().newest(tell);
    }

    /** What was written on the way. */
    public Checkpoints checkpoints() {
        return new Checkpoints(unfinished.inside(CHECKPOINTS));
    }

    /** Never replaces a folder that no run has made. */
    private static void requireReplaceable(HadoopFolder folder, String uri, boolean force) throws IOException {
        if (!force) {
            throw new SpecException(
                    "output: folder exists: out=" + uri + "; choose another or add --force to replace it");
        }
        if (!folder.has(CONF)) {
            throw new SpecException("output: folder is not a run: out=" + uri
                    + "; --force replaces only folders with a run.conf, choose another");
        }
    }

    /** The model's folder for a run folder, a registry (its champion), or a model folder itself. */
    public static HadoopFolder modelFolder(String uri, Configuration configuration) {
        HadoopFolder given = HadoopFolder.of(uri, configuration);
        try {
            Registry registry = new Registry(given);
            if (registry.exists()) {
                Journal journal = registry.journal();
                String champion = journal.champion()
                        .orElseThrow(() -> new SpecException(
                                "registry: no champion yet: registry=" + uri + "; look at elbo4j history " + uri));
                if (!journal.damaged().isEmpty()) {
                    System.err.println("registry: damaged entry passed over: registry=" + uri + " file="
                            + String.join(",", journal.damaged()) + " champion=" + champion
                            + "; it may be that of an earlier decision");
                }
                if (!registry.model(champion).has("manifest.json")) {
                    throw new CorruptModelException("registry: the champion's version is not whole: registry=" + uri
                            + " version=" + champion
                            + "; copy the version again, or take the one before: elbo4j rollback "
                            + uri);
                }
                return registry.model(champion);
            }
            return given.has("model/manifest.json") ? given.inside(MODEL) : given;
        } catch (IOException e) {
            throw new SpecException("model: folder cannot be read: model=" + uri + " cause=" + e.getMessage()
                    + "; check the address and your rights");
        }
    }

    @Override
    public void addHistory(Map<String, Object> line) {
        history.add(jsonLine(line));
    }

    @Override
    public List<String> history() {
        return List.copyOf(history);
    }

    @Override
    public void setHistory(List<String> lines) {
        history.clear();
        history.addAll(lines);
    }

    /**
     * Writes everything.
     *
     * @throws SpecException when it cannot be written; what was there before stays, checkpoints too
     */
    @Override
    public void write(
            TrainedModel<?> model, Map<String, Object> metrics, PredictionShape shape, Map<String, Object> provenance) {
        Map<String, Object> record = new LinkedHashMap<>(provenance);
        record.put("metrics", metrics);
        try {
            HadoopFolder modelFolder = unfinished.inside(MODEL);
            // Of a process that was ended here.
            modelFolder.deleteAll();
            unfinished.delete(CONF_PART);
            modelFolder.make();
            ModelFolder.write(modelFolder, TrainedModelCodec.INSTANCE, model, record);
            begin(model.spec().settings().render());
            unfinished.replace(HISTORY, String.join("\n", history) + (history.isEmpty() ? "" : "\n"));
            String metricsText = json(metrics);
            unfinished.replace(METRICS, metricsText + "\n");
            RunFigures figures = RunFigures.of(model, shape);
            unfinished.replace(RunFigures.FILE, figures.text());
            RunReport.write(
                    RunRecord.of(
                            folder.path().getName(),
                            model.spec().settings(),
                            metricsText,
                            history,
                            figures,
                            provenance),
                    unfinished,
                    Provenance.version());
            unfinished.replace(WHOLE, "");
            whole = true;
            move();
        } catch (IOException e) {
            throw new SpecException("output: finished run cannot be written: out=" + folder.path() + " cause=\""
                    + e.getMessage() + "\"; look at the space and the rights there, then go on with elbo4j resume "
                    + folder.path());
        }
    }

    /** Can be broken off anywhere, and begun again, on file systems too whose rename is a copy. */
    private void move() throws IOException {
        folder.deleteAll();
        unfinished.moveTo(folder);
        settle();
    }

    /** Ends a move that was broken off; whether there was a whole run to move. */
    private boolean moved() throws IOException {
        if (isWhole(unfinished)) {
            move();
            return true;
        }
        // Where a move is a copy, what was copied is deleted only once all is there.
        boolean copied = isWhole(folder);
        if (copied) {
            unfinished.deleteAll();
            settle();
        }
        return copied;
    }

    private static boolean isWhole(HadoopFolder run) throws IOException {
        for (String name : List.of(CONF, HISTORY, METRICS)) {
            if (!run.has(name)) {
                return false;
            }
        }
        try {
            ModelFolder.read(run.inside(MODEL), TrainedModelCodec.INSTANCE);
            return true;
        } catch (CorruptModelException e) {
            return false;
        }
    }

    private void settle() throws IOException {
        new Checkpoints(folder.inside(CHECKPOINTS)).keepBest();
        folder.delete(WHOLE);
    }

    /** Leaves nothing of a run that was not written, but its checkpoints. */
    @Override
    public void close() throws IOException {
        if (!whole && !checkpoints().any()) {
            unfinished.deleteAll();
        }
    }

    /** JSON text; numbers that JSON cannot hold become null. */
    public static String json(Object value) {
        return text(JSON, value);
    }

    /** The same on one line. */
    static String jsonLine(Object value) {
        return text(JSON_LINE, value);
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
        if (value instanceof List<?> list) {
            return list.stream().map(RunFolder::finite).toList();
        }
        return value instanceof Double number && !Double.isFinite(number)
                ? com.fasterxml.jackson.databind.node.NullNode.instance
                : value;
    }
}
