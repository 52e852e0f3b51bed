package io.elbo4j.spark.run;

import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a training leaves what it has reached, on its way and at its end. */
interface TrainingOutput {

    /** Notes what the run is, before it begins. */
    void begin(String settings) throws IOException;

    /** Whether another process can go on from {@link #checkpoint}; else a training has nothing to do when it is told to end. */
    boolean resumable();

    /**
     * Keeps what was reached.
     *
     * @param dataHash of the training rows
     * @param keep how many of the newest stay
     */
    void checkpoint(Reached<?> reached, String dataHash, int keep) throws IOException;

    /**
     * What an earlier process kept last.
     *
     * @param tell is told what cannot be read
     */
    Optional<Checkpoints.Found> newest(Consumer<String> tell) throws IOException;

    /** Remembers a line of the history. */
    void addHistory(Map<String, Object> line);

    /** The lines so far, as JSON. */
    List<String> history();

    /** Remembers the lines of an earlier process instead of its own. */
    void setHistory(List<String> lines);

    /**
     * The end.
     *
     * @param metrics as in {@code metrics.json}
     * @param shape of the prediction that the metrics are of
     * @param provenance where the model comes from
     */
    void write(
            TrainedModel<?> model, Map<String, Object> metrics, PredictionShape shape, Map<String, Object> provenance);

    /** A run that ends without {@link #write}. */
    default void breakOff() {}

    /** The end of a run whose predictions nobody looked at. */
    default void write(TrainedModel<?> model, Map<String, Object> metrics, Map<String, Object> provenance) {
        write(model, metrics, PredictionShape.NONE, provenance);
    }
}
