package io.elbo4j.models;

import io.elbo4j.data.Batch;
import io.elbo4j.eval.CollapseDiagnosis;
import io.elbo4j.eval.Directions;
import io.elbo4j.eval.LatentFigures;
import io.elbo4j.eval.ResidualCovariance;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.RowScores;
import io.elbo4j.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which latents of a trained model of rows have collapsed on some rows, and why. */
public final class LatentDiagnosis {

    private LatentDiagnosis() {}

    /**
     * Before rows are read.
     *
     * @throws SpecException when it is no model of rows, or has no latents
     */
    public static GenerativeModel requireLatents(TrainedModel<?> trained) {
        GenerativeModel model = trained.job()
                .generative()
                .orElseThrow(() -> new SpecException("diagnose: no model of rows: model.name="
                        + trained.spec().model().name() + "; rows have latents in vae and cvae"));
        if (trained.spec().autoencoder().latents() == 0) {
            throw new SpecException("diagnose: no latents: autoencoder.latents=0; train with one at least");
        }
        return model;
    }

    /**
     * The guide's latents beside those of a linear model of the same rows. Pixels are on or off, so the noise of that model is their mean variance
     * p·(1 − p), p what the decoder makes of the latents' means.
     *
     * @param rows as they are stored; a few thousand
     */
    public static CollapseDiagnosis of(TrainedModel<?> trained, Batch rows) {
        GenerativeModel model = requireLatents(trained);
        float[] theta = trained.posterior().meanTheta();
        Key key = Stream.PREDICT.of(Key.of(trained.spec().seed()));
        int pixels = trained.input().featureNames().size();
        LatentFigures figures = model.figures(theta, rows, 1, key);
        Batch seen = model.view().of(rows);
        Directions directions = Directions.ofData(
                ResidualCovariance.eigenvalues(seen, 0, pixels),
                trained.spec().train().temperature(),
                noiseVariance(model, theta, seen, key));
        return CollapseDiagnosis.of(model.names(pixels), figures.latents(), directions);
    }

    private static double noiseVariance(GenerativeModel model, float[] theta, Batch seen, Key key) {
        Minibatch all = Minibatch.all(seen);
        Map<String, float[]> means = new LinkedHashMap<>();
        for (Map.Entry<String, RowScores.Normals> each :
                model.scoring(1).of(theta, all, key).normals().entrySet()) {
            means.put(each.getKey(), each.getValue().mean());
        }
        float[] on = model.generator().expected("pixels", theta, all, means, key);
        double sum = 0;
        for (float p : on) {
            sum += p * (1.0 - p);
        }
        return sum / on.length;
    }
}
