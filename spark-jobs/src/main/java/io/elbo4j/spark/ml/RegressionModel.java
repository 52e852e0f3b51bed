package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A posterior of real values as a Model.
 *
 * @param <M> the model
 */
public abstract class RegressionModel<M extends RegressionModel<M>> extends PosteriorModel<M>
        implements RegressionParams<M> {

    private static final long serialVersionUID = 1;

    RegressionModel(String uid, @Nullable TrainedModel<?> trained, @Nullable TrainingSummary summary) {
        super(uid, trained, summary);
        Defaults.regression(this);
    }

    @Override
    final List<PredictionColumn> columns() {
        return Outputs.ofValues(this);
    }

    @Override
    final double[] quantiles() {
        return getQuantileProbabilities();
    }
}
