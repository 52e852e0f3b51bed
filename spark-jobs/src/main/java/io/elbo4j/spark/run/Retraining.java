package io.elbo4j.spark.run;

import io.elbo4j.family.BeliefDistance;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.models.NetworkBelief;
import io.elbo4j.models.Partition;
import io.elbo4j.models.PartitionedModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Training without the rows of some shards: from a state, or from scratch to compare with.
 *
 * @param spark session
 * @param reading settings of the data
 * @param data of all shards
 * @param progress shows rounds
 */
record Retraining(SparkSession spark, RunSpec reading, TrainingData data, Progress progress) {

    /** Rounds on the shards whose sites a model has. */
    <S> RemainingRounds<S> rounds(PartitionedModel<S> model) {
        return new RemainingRounds<>(spark, data, model.model(), model.sites(), progress);
    }

    /**
     * How far the stored model, and the one that forgot, are from one that was trained from scratch without the shard: same
     * start, same number of rounds, same minibatches and noise. A network ends elsewhere with other minibatches and noise, so
     * a second training from scratch with others says what distance means nothing.
     *
     * @param stored before it forgot
     * @param divided without the site, before new rounds
     * @param forgot after new rounds
     */
    <S> Map<String, Object> comparison(TrainedModel<S> stored, PartitionedModel<S> divided, TrainedModel<S> forgot) {
        S start = stored.job().initial();
        Partition.Again<S> whole = new Partition.Again<>(start, 0, stored.round());
        Key key = Key.of(stored.spec().seed());
        RemainingRounds<S> rounds = rounds(divided);
        TrainedModel<S> scratch = rounds.run(whole, key, line -> {}).model();
        TrainedModel<S> second = rounds.run(whole, key.fold(1), line -> {}).model();
        Map<String, Object> metrics = new LinkedHashMap<>();
        NetworkBelief<S> network = stored.job().network().orElseThrow();
        put(metrics, "stored", BeliefDistance.of(normals(network, stored), normals(network, scratch)));
        put(metrics, "divided", BeliefDistance.of(normals(network, divided.model()), normals(network, scratch)));
        put(metrics, "", BeliefDistance.of(normals(network, forgot), normals(network, scratch)));
        put(metrics, "noise", BeliefDistance.of(normals(network, second), normals(network, scratch)));
        Shards rows = evaluation(stored);
        metrics.put("evaluatedRows", rows.rows());
        figures(metrics, "stored", stored, rows);
        figures(metrics, "", forgot, rows);
        figures(metrics, "retrained", scratch, rows);
        return metrics;
    }

    private static <S> SparseGaussian normals(NetworkBelief<S> network, TrainedModel<S> model) {
        return network.belief().apply(model.state()).posterior();
    }

    private static void put(Map<String, Object> metrics, String whose, BeliefDistance distance) {
        metrics.put(MetricName.of(whose, "sharedWeights"), distance.sharedWeights());
        metrics.put(MetricName.of(whose, "shiftToRetrained"), distance.meanShift());
        metrics.put(MetricName.of(whose, "klToRetrained"), distance.klNats());
    }

    private void figures(Map<String, Object> metrics, String whose, TrainedModel<?> model, Shards rows) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Map<String, Double> figures =
                Evaluation.of(spark, model, rows, context).metrics().values();
        for (String name : List.of("accuracy", "rmse", "nll")) {
            if (figures.containsKey(name)) {
                metrics.put(MetricName.of(whose, name), figures.get(name));
            }
        }
    }

    /** Test rows where settings name some, else those held out. */
    private Shards evaluation(TrainedModel<?> model) {
        if (!reading.data().test().isEmpty()) {
            return TrainingData.other(
                    spark,
                    reading,
                    model.input(),
                    model.standardisation(),
                    TrainingData.source(
                            reading.data(),
                            reading.data().test(),
                            reading.data().testLabels()),
                    true);
        }
        return data.heldOut()
                .orElseThrow(() -> new SpecException("forget: no rows to compare on: data.test= data.heldOut="
                        + reading.data().heldOut() + "; name test rows with --set data.test=URI"));
    }
}
