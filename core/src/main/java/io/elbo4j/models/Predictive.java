package io.elbo4j.models;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Posterior predictive distributions: the same S draws of the weights for every row.
 *
 * @param network computes outputs
 * @param standardisation whose target unit is undone
 * @param labelled whether targets are known
 */
public record Predictive(Network network, Standardisation standardisation, boolean labelled) implements Serializable {

    /** Rows whose activations are in memory at once. */
    private static final int CHUNK_ROWS = 512;

    /** For a model. */
    public static Predictive of(TrainedModel<?> model, boolean labelled) {
        return new Predictive(model.network(), model.standardisation(), labelled);
    }

    /** The model's draws of θ under the run's key: {@code evaluate.samples} of them, one of a point estimate. */
    public static List<float[]> draws(TrainedModel<?> model) {
        int samples = model.spec().model().name().equals("map")
                ? 1
                : model.spec().evaluate().samples();
        Posterior posterior = model.posterior();
        Key key = Stream.PREDICT.of(Key.of(model.spec().seed()));
        List<float[]> draws = new ArrayList<>();
        for (int s = 0; s < samples; s++) {
            draws.add(posterior.draw(key.fold(s)));
        }
        return draws;
    }

    /** The prediction of some standardised rows. */
    public PredictiveDistribution of(Batch batch, List<float[]> draws) {
        ObservationModel observation = network.observation();
        PredictiveAccumulator sum = labelled
                ? PredictiveAccumulator.labelled(observation, batch.targets())
                : PredictiveAccumulator.unlabelled(observation, batch.rows());
        for (float[] theta : draws) {
            sum.add(outputs(theta, batch), shared(theta));
        }
        PredictiveDistribution prediction = sum.prediction();
        return prediction instanceof ValuePrediction values
                ? values.inUnits(standardisation.targetMean(), standardisation.targetSd())
                : prediction;
    }

    private float[] outputs(float[] theta, Batch batch) {
        int width = network.observation().outputs();
        float[] outputs = new float[batch.rows() * width];
        for (int from = 0; from < batch.rows(); from += CHUNK_ROWS) {
            int to = Math.min(batch.rows(), from + CHUNK_ROWS);
            float[] features = Arrays.copyOfRange(batch.features(), from * batch.width(), to * batch.width());
            float[] chunk = network.outputs(theta, features, to - from);
            System.arraycopy(chunk, 0, outputs, from * width, chunk.length);
        }
        return outputs;
    }

    /** The observation model's own parameter, where it has one. */
    private double shared(float[] theta) {
        String name = network.observation().sharedParameter();
        for (ParameterBlock block : network.layout().blocks()) {
            if (block.name().equals(name)) {
                return theta[block.offset()];
            }
        }
        return 0;
    }
}
