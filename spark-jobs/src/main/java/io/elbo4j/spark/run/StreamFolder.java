package io.elbo4j.spark.run;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.report.RunFigures;
import io.elbo4j.spark.report.RunRecord;
import io.elbo4j.spark.report.RunReport;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a stream leaves: a run folder a task in {@code tasks/}, the newest {@code model/}, {@code metrics.json},
 * {@code figures.json}, {@code report.html}, and {@code run.conf}.
 */
public final class StreamFolder {

    private static final String CONF = "run.conf";
    private static final String METRICS = "metrics.json";

    private final HadoopFolder folder;

    private StreamFolder(HadoopFolder folder) {
        this.folder = folder;
    }

    /**
     * A place for a stream, or one that was begun.
     *
     * @param force whether a stream that is there is thrown away
     * @throws SpecException when something else is there
     */
    public static StreamFolder at(String uri, Configuration configuration, boolean force) throws IOException {
        HadoopFolder folder = HadoopFolder.of(uri, configuration);
        if (folder.exists() && !folder.names().isEmpty() && !folder.has(CONF)) {
            throw new SpecException("output: folder is not a stream: out=" + uri + "; choose another");
        }
        if (force) {
            folder.deleteAll();
        }
        return new StreamFolder(folder);
    }

    /**
     * Notes what the stream is.
     *
     * @throws SpecException when another was begun here
     */
    void begin(String settings) throws IOException {
        if (!folder.has(CONF)) {
            folder.make();
            folder.replace(CONF, settings);
            return;
        }
        if (!settings.equals(folder.text(CONF))) {
            throw new SpecException("output: a stream with other settings is there: out=" + folder.path()
                    + "; leave them as they were to go on with it, choose another folder, or add --force");
        }
    }

    /** The run folder of a task. */
    HadoopFolder task(int task) {
        return folder.inside("tasks").inside(String.format(Locale.ROOT, "%03d", task + 1));
    }

    /** The run folder of a copy of a task's model. */
    HadoopFolder beside(int task, String name) {
        return folder.inside("tasks").inside(String.format(Locale.ROOT, "%03d-%s", task + 1, name));
    }

    /** Writes what there is after a task, in place of what there was. */
    void write(TrainedModel<?> model, StreamResults results, Map<String, Object> provenance) throws IOException {
        HadoopFolder newest = folder.inside("model");
        newest.deleteAll();
        newest.make();
        ModelFolder.write(newest, TrainedModelCodec.INSTANCE, model, provenance);
        String metrics = RunFolder.json(results.metrics());
        folder.replace(METRICS, metrics + "\n");
        RunFigures figures = RunFigures.of(model, PredictionShape.NONE);
        folder.replace(RunFigures.FILE, figures.text());
        RunReport.write(
                RunRecord.of(
                        folder.path().getName(),
                        Settings.stored(folder.text(CONF), CONF),
                        metrics,
                        List.of(),
                        figures,
                        provenance),
                folder,
                Provenance.version());
    }
}
