package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;

/**
 * Regression by a network that keeps a fixed part of its weights, with a normal posterior for each of these: sparse subspace
 * variational inference, {@code model.name = ssvi} (Li et al., arXiv 2402.11025). The noise is learned, one variance for all rows;
 * {@code likelihood.family} in {@code settings} may be another. Dense features and the label are standardised, predictions are in the
 * label's own unit. All rows are learned from, unless {@code settings} set {@code data.heldOut}.
 */
public final class SparseBayesianRegressor
        extends PosteriorEstimator<SparseBayesianRegressor, SparseBayesianRegressionModel>
        implements RegressionParams<SparseBayesianRegressor>, NetworkParams<SparseBayesianRegressor> {

    private static final long serialVersionUID = 1;

    /** With default Params and a uid of its own. */
    public SparseBayesianRegressor() {
        this(Identifiable.randomUID("sparseBayesianRegressor"));
    }

    /** With default Params and this uid. */
    public SparseBayesianRegressor(String uid) {
        super(uid);
        Defaults.regression(this);
        Defaults.network(this);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<SparseBayesianRegressor> read() {
        return PosteriorReader.ofEstimators(
                SparseBayesianRegressor.class, (uid, initial) -> new SparseBayesianRegressor(uid).initially(initial));
    }

    /** Reads what {@code save} wrote into this folder. */
    public static SparseBayesianRegressor load(String path) {
        return read().load(path);
    }

    @Override
    SparseBayesianRegressionModel made(TrainedModel<?> trained, TrainingSummary summary) {
        return new SparseBayesianRegressionModel(uid(), trained, summary);
    }

    @Override
    List<PredictionColumn> columns() {
        return Outputs.ofValues(this);
    }

    @Override
    RunSettings runSettings(StructField label) {
        return new RunSettings(
                "data.heldOut = 0\ndata.standardiseTarget = true\nlikelihood.family = gaussian-learned-noise",
                new ArrayList<>(NetworkSettings.of(this, this)));
    }
}
