package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.jspecify.annotations.Nullable;

/** What {@link SparseBayesianRegressor} learned. */
public final class SparseBayesianRegressionModel extends RegressionModel<SparseBayesianRegressionModel> {

    private static final long serialVersionUID = 1;

    /** Without a posterior: Spark Connect asks such an instance for its class. */
    public SparseBayesianRegressionModel() {
        this(Identifiable.randomUID("sparseBayesianRegressor"), null, null);
    }

    SparseBayesianRegressionModel(String uid, @Nullable TrainedModel<?> trained, @Nullable TrainingSummary summary) {
        super(uid, trained, summary);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<SparseBayesianRegressionModel> read() {
        return PosteriorReader.ofModels(
                SparseBayesianRegressionModel.class,
                (uid, posterior) -> new SparseBayesianRegressionModel(uid, posterior, null));
    }

    /**
     * Reads what {@code save} wrote into this folder.
     *
     * @throws io.elbo4j.codec.CorruptModelException for files that are missing, damaged, or written by a newer version
     */
    public static SparseBayesianRegressionModel load(String path) {
        return read().load(path);
    }

    @Override
    SparseBayesianRegressionModel again(@Nullable TrainedModel<?> posterior, @Nullable TrainingSummary how) {
        return new SparseBayesianRegressionModel(uid(), posterior, how);
    }
}
