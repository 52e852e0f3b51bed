package io.elbo4j.spark.run;

import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Batch;
import io.elbo4j.eval.GeneratedShape;
import io.elbo4j.eval.LatentFigures;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.models.GeneratedPictures;
import io.elbo4j.models.GenerativeModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.Shards;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A model of rows at work on other rows, shared out over executors. */
final class GenerativeScores {

    private GenerativeScores() {}

    /** How likely it finds rows, and what its latents are used for. */
    static Evaluation of(JavaSparkContext spark, TrainedModel<?> trained, GenerativeModel model, Shards rows) {
        int particles = trained.spec().evaluate().samples();
        Key key = key(trained);
        Broadcast<float[]> theta = spark.broadcast(trained.posterior().meanTheta());
        Sums all = Sums.NONE;
        try {
            for (byte[] bytes : rows.rdd()
                    .map(shard -> Wire.bytes(SumsCodec.INSTANCE, model.sums(theta.value(), shard, particles, key)))
                    .collect()) {
                all = all.plus(Wire.value(SumsCodec.INSTANCE, bytes));
            }
        } catch (Exception e) {
            throw Failures.original(e);
        } finally {
            theta.destroy();
        }
        LatentFigures figures = LatentFigures.of(all);
        Batch first = rows.rdd().first().examples();
        GeneratedShape shape = new GeneratedShape(figures.latents(), GeneratedPictures.of(trained, model, first));
        Map<String, List<Double>> lists = new LinkedHashMap<>();
        lists.put("latentKl", list(figures, LatentFigures.Latent::klNats));
        lists.put("latentMeanVariance", list(figures, LatentFigures.Latent::meanVariance));
        lists.put("latentVariance", list(figures, LatentFigures.Latent::variance));
        return new Evaluation(figures.metrics(), lists, PredictionShape.of(shape));
    }

    private static List<Double> list(LatentFigures figures, ToDoubleFunction<LatentFigures.Latent> figure) {
        return figures.latents().stream().mapToDouble(figure).boxed().toList();
    }

    /** Columns of {@link #latents}: {@code row}, then mean and sd of each latent. */
    static StructType schema(TrainedModel<?> trained, GenerativeModel model) {
        StructType schema = new StructType().add("row", DataTypes.LongType);
        for (String name : model.names(trained.input().featureNames().size())) {
            schema = schema.add(name + ".mean", DataTypes.DoubleType).add(name + ".sd", DataTypes.DoubleType);
        }
        return schema;
    }

    /** What the guide makes of each row. */
    static JavaRDD<Row> latents(TrainedModel<?> trained, GenerativeModel model, Shards rows, Broadcast<float[]> theta) {
        Key key = key(trained);
        return rows.rdd().flatMap(shard -> {
            double[][] latents = model.latents(theta.value(), shard, key);
            return IntStream.range(0, latents.length)
                    .mapToObj(i -> PredictionRows.row(
                            shard.globalRow(i),
                            List.<Number>copyOf(IntStream.range(0, latents[i].length)
                                    .mapToObj(k -> latents[i][k])
                                    .toList()),
                            1 + latents[i].length))
                    .iterator();
        });
    }

    private static Key key(TrainedModel<?> trained) {
        return Stream.PREDICT.of(Key.of(trained.spec().seed()));
    }
}
