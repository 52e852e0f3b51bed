package io.elbo4j.spark.run;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.eval.PredictionCodec;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.TrainedModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Posterior predictive distributions: the same S draws of the weights for every row and shard.
 *
 * @param network computes outputs
 * @param standardisation whose target unit is undone
 * @param labelled whether targets are known
 */
public record Predictions(Network network, Standardisation standardisation, boolean labelled) implements Serializable {

    /** Rows whose activations are in memory at once. */
    private static final int CHUNK_ROWS = 512;

    /** For a model. */
    public static Predictions of(TrainedModel<?> model, boolean labelled) {
        return new Predictions(model.network(), model.standardisation(), labelled);
    }

    /** S draws of θ under the run's key. */
    public static List<float[]> draws(TrainedModel<?> model, int samples) {
        Posterior posterior = model.posterior();
        Key key = Stream.PREDICT.of(Key.of(model.spec().seed()));
        List<float[]> draws = new ArrayList<>();
        for (int s = 0; s < samples; s++) {
            draws.add(posterior.draw(key.fold(s)));
        }
        return draws;
    }

    /**
     * The prediction of a whole data set, in the order of its rows.
     *
     * @param shards standardised
     */
    public PredictiveDistribution of(JavaSparkContext spark, JavaRDD<Shard> shards, List<float[]> draws) {
        PredictionCodec codec = new PredictionCodec();
        Broadcast<List<float[]>> sent = spark.broadcast(draws);
        try {
            JavaRDD<byte[]> local = shards.map(shard -> Wire.bytes(codec, of(shard.examples(), sent.value())));
            List<PredictiveDistribution> byShard = new ArrayList<>();
            for (byte[] bytes : local.collect()) {
                byShard.add(Wire.value(codec, bytes));
            }
            return PredictiveDistribution.interleaved(byShard);
        } catch (Exception e) {
            throw Failures.original(e);
        } finally {
            sent.destroy();
        }
    }

    /** The prediction of some rows. */
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
