package io.elbo4j.spark.run;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.BeliefDistance;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.models.Partition;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.site.SiteId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Rounds of a model on the rows of some of its shards; the others have none. */
final class RemainingRounds<S> {

    private final SparkSession spark;
    private final TrainingData data;
    private final TrainedModel<S> model;
    private final Set<Integer> kept;
    private final Progress progress;
    private final long rows;

    /**
     * On the shards of these sites.
     *
     * @param data of all shards
     * @param model whose algorithm the rounds have
     */
    RemainingRounds(
            SparkSession spark, TrainingData data, TrainedModel<S> model, List<SiteId> sites, Progress progress) {
        this.spark = spark;
        this.data = data;
        this.model = model;
        this.kept = sites.stream().map(SiteId::shard).collect(Collectors.toSet());
        this.progress = progress;
        int shards = data.training().count();
        long all = data.training().rows();
        this.rows = kept.stream()
                .mapToLong(shard -> (all - shard + shards - 1) / shards)
                .sum();
    }

    /**
     * What the rounds led to.
     *
     * @param model after the last
     * @param diagnostics of the last
     */
    record Result<S>(TrainedModel<S> model, Map<String, Object> diagnostics) {}

    /**
     * Runs them.
     *
     * @param key of minibatches and noise
     * @param history takes a line a round
     */
    Result<S> run(Partition.Again<S> again, Key key, Consumer<Map<String, Object>> history) {
        Map<String, Object> last = new LinkedHashMap<>();
        int[] rounds = {again.from()};
        TrainedModel<S> start = model.at(again.state(), again.from());
        List<TrainedModel<S>> before = new ArrayList<>(List.of(start));
        S state = new SparkRunner(
                        JavaSparkContext.fromSparkContext(spark.sparkContext()),
                        remaining(),
                        Patience.minutes(model.spec().cluster().stallMinutes()),
                        progress::note)
                .run(model.job().algorithm(), again.state(), again.from(), again.to(), key, (round, outcome) -> {
                    TrainedModel<S> next = model.at(outcome.state(), round + 1);
                    Map<String, Object> line = line(before.set(0, next), next, outcome);
                    rounds[0] = round + 1;
                    line.forEach((name, value) -> last.put(name.equals("nll") ? "trainNll" : name, value));
                    line.put("round", round + 1);
                    history.accept(line);
                    boolean goesOn = outcome.diagnostics().getOrDefault("converged", 0.0) == 0;
                    progress.round(
                            round + 1 - again.from(),
                            again.to() - again.from(),
                            line,
                            rows,
                            !goesOn || round + 1 == again.to());
                    return goesOn;
                });
        last.keySet().removeAll(List.of("converged", "replacedWeights"));
        return new Result<>(model.at(state, rounds[0]), last);
    }

    /** The round's own figures; its bound counts all rows of the training, here it is that of the rows which are left. */
    private Map<String, Object> line(TrainedModel<S> before, TrainedModel<S> after, Outcome<S> outcome) {
        Map<String, Object> line = new LinkedHashMap<>(outcome.diagnostics());
        Double nll = outcome.diagnostics().get("nll");
        if (nll != null) {
            double kl = outcome.diagnostics().getOrDefault("kl", 0.0);
            line.put("elbo", -nll * rows - model.spec().train().temperature() * kl);
        }
        if (before.posterior() instanceof SparseGaussian from && after.posterior() instanceof SparseGaussian to) {
            line.put("lastShift", BeliefDistance.of(from, to).meanShift());
        }
        return line;
    }

    private JavaRDD<Shard> remaining() {
        int width = data.training().width();
        Set<Integer> with = kept;
        return data.training()
                .rdd()
                .map(shard -> with.contains(shard.index())
                        ? shard
                        : new Shard(
                                shard.index(),
                                shard.shards(),
                                shard.totalRows(),
                                new Batch(new float[0], new float[0], width)));
    }
}
