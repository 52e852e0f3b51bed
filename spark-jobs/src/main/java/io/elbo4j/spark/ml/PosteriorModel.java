package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.FrameScoring;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A posterior as a Model.
 *
 * @param <M> the model
 */
public abstract class PosteriorModel<M extends PosteriorModel<M>> extends Model<M>
        implements PredictionParams<M>, MLWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final transient @Nullable TrainedModel<?> trained;
    private final transient @Nullable TrainingSummary summary;

    /**
     * Around a posterior.
     *
     * @param trained absent in the empty instances that Spark Connect makes to learn a model's class
     * @param summary absent where it was read from disk
     */
    PosteriorModel(String uid, @Nullable TrainedModel<?> trained, @Nullable TrainingSummary summary) {
        this.uid = uid;
        this.trained = trained;
        this.summary = summary;
    }

    @Override
    public String uid() {
        return uid;
    }

    TrainedModel<?> trained() {
        TrainedModel<?> model = trained;
        if (model == null) {
            throw new IllegalStateException(
                    "model: has no posterior: uid=" + uid + "; make models by fit of an estimator, or by load");
        }
        return model;
    }

    /** F. */
    public int numFeatures() {
        return trained().input().featureNames().size();
    }

    /** Whether this model comes from a training of this process, and {@link #summary} is there. */
    public boolean hasSummary() {
        return summary != null;
    }

    /**
     * How the training went.
     *
     * @throws IllegalStateException for a model that was read from disk
     */
    public TrainingSummary summary() {
        return Optional.ofNullable(summary)
                .orElseThrow(() -> new IllegalStateException("model: no training summary: uid=" + uid
                        + "; it stays with the process that trained, ask hasSummary()"));
    }

    /** What a row gets. */
    abstract List<PredictionColumn> columns();

    /** Probabilities of quantiles, where there are some. */
    double[] quantiles() {
        return new double[0];
    }

    /** How many draws a prediction is the mean of. */
    private int draws() {
        return this instanceof DrawParams<?> params ? params.getSamples() : 1;
    }

    private boolean drawARow() {
        return this instanceof DrawParams<?> params && params.getPosteriorDraw().equals("row");
    }

    /** One with the same posterior. */
    abstract M again(@Nullable TrainedModel<?> posterior, @Nullable TrainingSummary how);

    /**
     * Adds the predictions. Nothing is computed before it is asked for.
     *
     * @throws io.elbo4j.spark.io.DataException naming a column; or, when the rows are read, the row at fault
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        FrameScoring scoring =
                new FrameScoring(trained(), getFeaturesCol(), draws(), getSeed(), !drawARow(), quantiles());
        return scoring.scored(dataset.toDF(), columns());
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.elbo4j.spark.io.DataException naming a column that is missing, has another type, or is there already
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Columns.requireVector(schema, getFeaturesCol(), "featuresCol");
        return Columns.with(schema, columns());
    }

    @Override
    public M copy(ParamMap extra) {
        M copy = copyValues(again(trained, summary), extra);
        if (hasParent()) {
            copy.setParent(parent());
        }
        return copy;
    }

    @Override
    public MLWriter write() {
        return new PosteriorWriter(this, Optional.of(trained()));
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + ": uid=" + uid
                + (trained == null ? "" : ", features=" + numFeatures() + ", posterior=" + trained.posterior());
    }
}
