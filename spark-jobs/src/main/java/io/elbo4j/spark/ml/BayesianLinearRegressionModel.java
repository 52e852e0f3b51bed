package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.jspecify.annotations.Nullable;

/** What {@link BayesianLinearRegression} learned. */
public final class BayesianLinearRegressionModel extends RegressionModel<BayesianLinearRegressionModel> {

    private static final long serialVersionUID = 1;

    /** Without a posterior: Spark Connect asks such an instance for its class. */
    public BayesianLinearRegressionModel() {
        this(Identifiable.randomUID("bayesianLinearRegression"), null, null);
    }

    BayesianLinearRegressionModel(String uid, @Nullable TrainedModel<?> trained, @Nullable TrainingSummary summary) {
        super(uid, trained, summary);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<BayesianLinearRegressionModel> read() {
        return PosteriorReader.ofModels(
                BayesianLinearRegressionModel.class,
                (uid, posterior) -> new BayesianLinearRegressionModel(uid, posterior, null));
    }

    /**
     * Reads what {@code save} wrote into this folder.
     *
     * @throws io.elbo4j.codec.CorruptModelException for files that are missing, damaged, or written by a newer version
     */
    public static BayesianLinearRegressionModel load(String path) {
        return read().load(path);
    }

    @Override
    BayesianLinearRegressionModel again(@Nullable TrainedModel<?> posterior, @Nullable TrainingSummary how) {
        return new BayesianLinearRegressionModel(uid(), posterior, how);
    }
}
