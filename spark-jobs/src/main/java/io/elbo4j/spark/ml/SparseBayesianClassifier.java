package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;

/**
 * A classifier whose network keeps a fixed part of its weights, with a normal posterior for each of these: sparse subspace
 * variational inference, {@code model.name = ssvi} (Li et al., arXiv 2402.11025). Labels are whole numbers 0, 1, 2 ... As many
 * classes as the label's column says (StringIndexer does), or else as there are in the rows. Dense features are standardised.
 * All rows are learned from, unless {@code settings} set {@code data.heldOut}.
 */
public final class SparseBayesianClassifier
        extends PosteriorEstimator<SparseBayesianClassifier, SparseBayesianClassificationModel>
        implements DrawnClassificationParams<SparseBayesianClassifier>, NetworkParams<SparseBayesianClassifier> {

    private static final long serialVersionUID = 1;

    /** With default Params and a uid of its own. */
    public SparseBayesianClassifier() {
        this(Identifiable.randomUID("sparseBayesianClassifier"));
    }

    /** With default Params and this uid. */
    public SparseBayesianClassifier(String uid) {
        super(uid);
        Defaults.drawnClassification(this);
        Defaults.network(this);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<SparseBayesianClassifier> read() {
        return PosteriorReader.ofEstimators(
                SparseBayesianClassifier.class, (uid, initial) -> new SparseBayesianClassifier(uid).initially(initial));
    }

    /** Reads what {@code save} wrote into this folder. */
    public static SparseBayesianClassifier load(String path) {
        return read().load(path);
    }

    @Override
    SparseBayesianClassificationModel made(TrainedModel<?> trained, TrainingSummary summary) {
        return new SparseBayesianClassificationModel(uid(), trained, summary);
    }

    @Override
    List<PredictionColumn> columns() {
        return Outputs.ofDrawnClasses(this);
    }

    @Override
    RunSettings runSettings(StructField label) {
        List<RunSettings.Given> given = new ArrayList<>(NetworkSettings.of(this, this));
        given.add(new RunSettings.Given("likelihood.family", "categorical", ""));
        return new RunSettings("data.heldOut = 0" + LabelClasses.setting(label), given);
    }
}
