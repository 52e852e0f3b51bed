package io.elbo4j.spark.run;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Episodes;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.FewShot;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.models.EpisodicModel;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Judges a model on episodes, each adapted to by itself, shared out over executors like those of a training. */
final class EpisodeScores {

    private EpisodeScores() {}

    /**
     * Figures over as many episodes as the settings say, in the target's own unit.
     *
     * @param shards that the episodes are made of
     * @param episodes what the model's job has
     */
    static <S> Evaluation of(
            JavaSparkContext spark, TrainedModel<S> model, EpisodicModel<S> episodes, JavaRDD<Shard> shards) {
        Codec<S> codec = model.job().algorithm().state();
        Key key = Key.of(model.spec().seed());
        // Other episodes than those of the training, where these are made up.
        Key judged = Stream.EPISODES.of(Stream.PREDICT.of(key));
        int count = model.spec().episodes().test();
        Standardisation scale = model.standardisation();
        Broadcast<byte[]> sent = spark.broadcast(Wire.bytes(codec, model.state()));
        try {
            Sums all = Sums.NONE;
            for (byte[] bytes : shards.map(shard -> Wire.bytes(
                            SumsCodec.INSTANCE,
                            sums(episodes, Wire.value(codec, sent.value()), shard, judged, key, count, scale)))
                    .collect()) {
                all = all.plus(Wire.value(SumsCodec.INSTANCE, bytes));
            }
            return new Evaluation(FewShot.metrics(all), FewShot.shape(all));
        } catch (Exception e) {
            throw Failures.original(e);
        } finally {
            sent.destroy();
        }
    }

    private static <S> Sums sums(
            EpisodicModel<S> model, S state, Shard shard, Key judged, Key key, int count, Standardisation scale) {
        Episodes episodes = model.judged().of(shard);
        Sums sums = Sums.NONE;
        for (int id = shard.index(); id < count && !episodes.isEmpty(); id += shard.shards()) {
            sums = sums.plus(FewShot.of(
                    Predictive.inUnits(model.prediction().of(state, episodes.at(judged, id), key), scale)));
        }
        return sums;
    }
}
