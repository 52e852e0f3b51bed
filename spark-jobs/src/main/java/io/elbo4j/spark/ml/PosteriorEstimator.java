package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.FrameTraining;
import io.elbo4j.spark.run.InMemoryRun;
import io.elbo4j.spark.run.PredictionColumn;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A training as an Estimator. The result depends on Params, the rows and their order, and not on cores or executors.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class PosteriorEstimator<E extends PosteriorEstimator<E, M>, M extends PosteriorModel<M>>
        extends Estimator<M> implements TrainingParams<E>, PredictionParams<E>, MLWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private transient @Nullable TrainedModel<?> initial;

    PosteriorEstimator(String uid) {
        this.uid = uid;
    }

    @Override
    public String uid() {
        return uid;
    }

    /**
     * The model's posterior is the prior, its scales and classes are kept: learning goes on where that ended. It is saved along
     * with this estimator.
     */
    public E setInitialModel(M model) {
        return from(model.trained());
    }

    @SuppressWarnings("unchecked")
    private E from(@Nullable TrainedModel<?> model) {
        initial = model;
        return (E) this;
    }

    /** The model whose posterior is the prior, where there is one. */
    Optional<TrainedModel<?>> initial() {
        return Optional.ofNullable(initial);
    }

    /** Sets what {@link #setInitialModel} does, from disk. */
    E initially(Optional<TrainedModel<?>> model) {
        return from(model.orElse(null));
    }

    /** Settings for a label's column. */
    abstract RunSettings runSettings(StructField label);

    /** The model of a training. */
    abstract M made(TrainedModel<?> trained, TrainingSummary summary);

    /** Name of the column of the rows' weights; empty where each row counts once. */
    String weights() {
        return "";
    }

    /** What the model will add to a row. */
    abstract List<PredictionColumn> columns();

    /**
     * Trains.
     *
     * @throws io.elbo4j.spark.io.DataException naming column or row, when the rows cannot be used
     * @throws io.elbo4j.spec.SpecException naming the key, when settings do not go together
     * @throws io.elbo4j.algorithm.DivergedException when the training diverged
     */
    @Override
    public M fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        RunSettings settings = settings(dataset.schema());
        FrameTraining training =
                new FrameTraining(settings.spec(getSettings()), getFeaturesCol(), getLabelCol(), weights(), initial());
        InMemoryRun run;
        try {
            run = training.run(dataset.toDF());
        } catch (SpecException e) {
            throw settings.inParams(e);
        }
        M model = made(run.model(), TrainingSummary.of(run));
        model.setParent(this);
        return copyValues(model, ParamMap.empty());
    }

    private RunSettings settings(StructType schema) {
        return runSettings(Columns.requireNumber(schema, getLabelCol(), "labelCol"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.elbo4j.spark.io.DataException naming a column that is missing, has another type, or is there already
     * @throws io.elbo4j.spec.SpecException naming a setting that cannot be
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Columns.requireVector(schema, getFeaturesCol(), "featuresCol");
        if (!weights().isEmpty()) {
            Columns.requireNumber(schema, weights(), "weightCol");
        }
        settings(schema).spec(getSettings());
        return Columns.with(schema, columns());
    }

    @Override
    public E copy(ParamMap extra) {
        E copy = defaultCopy(extra);
        return copy.initially(initial());
    }

    @Override
    public MLWriter write() {
        return new PosteriorWriter(this, initial());
    }
}
