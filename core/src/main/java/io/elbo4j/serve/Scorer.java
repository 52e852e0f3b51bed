package io.elbo4j.serve;

import io.elbo4j.codec.LocalFolder;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.Features;
import io.elbo4j.eval.PredictionTable;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A stored model, ready to score rows. Gives the predictions of {@code bin/elbo4j predict}, to the last bit. Safe to share between
 * threads.
 */
public final class Scorer {

    private final TrainedModel<?> model;
    private final Predictive predictive;
    private final PosteriorDraws draws;

    private Scorer(TrainedModel<?> model) {
        this.model = model;
        this.predictive = Predictive.of(model, false);
        this.draws = PosteriorDraws.of(model);
    }

    /**
     * Opens a model.
     *
     * @param folder of a run, or of its model
     * @throws io.elbo4j.codec.CorruptModelException when the folder holds no whole model
     */
    public static Scorer open(Path folder) {
        Path inner = folder.resolve("model");
        return new Scorer(ModelFolder.read(
                new LocalFolder(Files.isDirectory(inner) ? inner : folder), TrainedModelCodec.INSTANCE));
    }

    /** Names of the F features, in the order of a row. */
    public List<String> features() {
        return model.input().featureNames();
    }

    /** Names of the columns of a {@link PredictionTable} of this model's predictions. */
    public List<String> columns() {
        return PredictionTable.columns(model.network().observation());
    }

    /**
     * Predicts rows in their own units.
     *
     * @param rows {@code [N, F]}, row-major
     * @throws IllegalArgumentException when the numbers do not make whole rows
     */
    public PredictiveDistribution score(float[] rows) {
        return score(new DenseFeatures(rows, features().size()));
    }

    /**
     * Predicts rows in their own units; sparse ones are never written out.
     *
     * @throws IllegalArgumentException when they have another width than the model's, or it needs dense rows
     */
    public PredictiveDistribution score(Features rows) {
        Batch batch = new Batch(rows, new float[rows.rows()]);
        return predictive.of(model.standardisation().apply(batch), draws);
    }
}
