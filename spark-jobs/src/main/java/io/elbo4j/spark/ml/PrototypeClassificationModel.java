package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.jspecify.annotations.Nullable;

/** What {@link PrototypeClassifier} learned. */
public final class PrototypeClassificationModel extends PosteriorModel<PrototypeClassificationModel>
        implements ClassificationParams<PrototypeClassificationModel> {

    private static final long serialVersionUID = 1;

    /** Without a posterior: Spark Connect asks such an instance for its class. */
    public PrototypeClassificationModel() {
        this(Identifiable.randomUID("prototypeClassifier"), null, null);
    }

    PrototypeClassificationModel(String uid, @Nullable TrainedModel<?> trained, @Nullable TrainingSummary summary) {
        super(uid, trained, summary);
        Defaults.classification(this);
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<PrototypeClassificationModel> read() {
        return PosteriorReader.ofModels(
                PrototypeClassificationModel.class,
                (uid, posterior) -> new PrototypeClassificationModel(uid, posterior, null));
    }

    /**
     * Reads what {@code save} wrote into this folder.
     *
     * @throws io.elbo4j.codec.CorruptModelException for files that are missing, damaged, or written by a newer version
     */
    public static PrototypeClassificationModel load(String path) {
        return read().load(path);
    }

    /** K. */
    public int numClasses() {
        return trained().network().observation().outputs();
    }

    @Override
    PrototypeClassificationModel again(@Nullable TrainedModel<?> posterior, @Nullable TrainingSummary how) {
        return new PrototypeClassificationModel(uid(), posterior, how);
    }

    @Override
    List<PredictionColumn> columns() {
        return Outputs.ofClasses(this);
    }
}
