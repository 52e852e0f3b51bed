package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.jspecify.annotations.Nullable;

/** What {@link SparseBayesianClassifier} learned. */
public final class SparseBayesianClassificationModel extends PosteriorModel<SparseBayesianClassificationModel>
        implements DrawnClassificationParams<SparseBayesianClassificationModel> {

    private static final long serialVersionUID = 1;

    /** Without a posterior: Spark Connect asks such an instance for its class. */
    public SparseBayesianClassificationModel() {
        this(Identifiable.randomUID("sparseBayesianClassifier"), null, null);
    }

    SparseBayesianClassificationModel(
            String uid, @Nullable TrainedModel<?> trained, @Nullable TrainingSummary summary) {
        super(uid, trained, summary);
        Defaults.drawnClassification(this);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<SparseBayesianClassificationModel> read() {
        return PosteriorReader.ofModels(
                SparseBayesianClassificationModel.class,
                (uid, posterior) -> new SparseBayesianClassificationModel(uid, posterior, null));
    }

    /**
     * Reads what {@code save} wrote into this folder.
     *
     * @throws io.elbo4j.codec.CorruptModelException for files that are missing, damaged, or written by a newer version
     */
    public static SparseBayesianClassificationModel load(String path) {
        return read().load(path);
    }

    /** K. */
    public int numClasses() {
        return trained().network().observation().outputs();
    }

    @Override
    SparseBayesianClassificationModel again(@Nullable TrainedModel<?> posterior, @Nullable TrainingSummary how) {
        return new SparseBayesianClassificationModel(uid(), posterior, how);
    }

    @Override
    List<PredictionColumn> columns() {
        return Outputs.ofDrawnClasses(this);
    }
}
