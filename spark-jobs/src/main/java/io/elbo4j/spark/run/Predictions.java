package io.elbo4j.spark.run;

import io.elbo4j.data.Shard;
import io.elbo4j.eval.PredictionCodec;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Posterior predictive distributions of whole data sets. */
final class Predictions {

    private Predictions() {}

    /**
     * The prediction of a whole data set, in the order of its rows.
     *
     * @param shards standardised
     */
    static PredictiveDistribution of(
            JavaSparkContext spark, Predictive predictive, JavaRDD<Shard> shards, PosteriorDraws draws) {
        PredictionCodec codec = new PredictionCodec();
        Broadcast<PosteriorDraws> sent = spark.broadcast(draws);
        try {
            JavaRDD<byte[]> local =
                    shards.map(shard -> Wire.bytes(codec, predictive.of(shard.examples(), sent.value())));
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

    /**
     * Σ over all rows of the mean over draws of log p, nats.
     *
     * @param shards standardised, with targets
     */
    static double logLikSum(
            JavaSparkContext spark, Predictive predictive, JavaRDD<Shard> shards, PosteriorDraws draws) {
        Broadcast<PosteriorDraws> sent = spark.broadcast(draws);
        try {
            double sum = 0;
            for (double shard : shards.map(each -> predictive.logLikSum(each.examples(), sent.value()))
                    .collect()) {
                sum += shard;
            }
            return sum;
        } catch (Exception e) {
            throw Failures.original(e);
        } finally {
            sent.destroy();
        }
    }
}
