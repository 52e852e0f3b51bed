package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;

/**
 * A classifier that compares a row with a prototype of each class, in the space of an encoder that it learns: {@code model.name =
 * protocl} (ProtoCL; Kessler et al., arXiv 2301.01828). {@link #setInitialModel} adds rows of new classes, or more of old ones, to a
 * model: it replays the rows that the model kept. Rows of classes to come need room: {@code likelihood.classes} in {@code settings},
 * from the first fit on, where the label's column does not say how many classes there are (StringIndexer does). Labels are whole
 * numbers 0, 1, 2 ... Dense features are standardised. All rows are learned from, unless {@code settings} set {@code data.heldOut}.
 */
public final class PrototypeClassifier extends PosteriorEstimator<PrototypeClassifier, PrototypeClassificationModel>
        implements ClassificationParams<PrototypeClassifier>, PrototypeParams<PrototypeClassifier> {

    private static final long serialVersionUID = 1;

    /** With default Params and a uid of its own. */
    public PrototypeClassifier() {
        this(Identifiable.randomUID("prototypeClassifier"));
    }

    /** With default Params and this uid. */
    public PrototypeClassifier(String uid) {
        super(uid);
        Defaults.classification(this);
        Defaults.prototypes(this);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<PrototypeClassifier> read() {
        return PosteriorReader.ofEstimators(
                PrototypeClassifier.class, (uid, initial) -> new PrototypeClassifier(uid).initially(initial));
    }

    /** Reads what {@code save} wrote into this folder. */
    public static PrototypeClassifier load(String path) {
        return read().load(path);
    }

    @Override
    PrototypeClassificationModel made(TrainedModel<?> trained, TrainingSummary summary) {
        return new PrototypeClassificationModel(uid(), trained, summary);
    }

    @Override
    List<PredictionColumn> columns() {
        return Outputs.ofClasses(this);
    }

    @Override
    RunSettings runSettings(StructField label) {
        return new RunSettings(
                "data.heldOut = 0\ntrain.optimiser = adam" + LabelClasses.setting(label),
                NetworkSettings.ofPrototypes(this, this));
    }
}
