package io.elbo4j.spark.run;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.registry.Gate;
import io.elbo4j.spark.registry.Journal;
import io.elbo4j.spec.RetrainSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** How a registry's versions are compared: on which rows, by which figures, and what speaks against one. */
final class Judgement {

    private static final List<String> FIGURES = List.of("nll", "ece15", "accuracy", "rmse");

    private final SparkSession spark;
    private final RunSpec spec;
    private final RetrainSpec retrain;

    /**
     * By settings.
     *
     * @throws SpecException when they leave no rows to judge on
     */
    Judgement(SparkSession spark, RunSpec spec) {
        this.spark = spark;
        this.spec = spec;
        this.retrain = spec.retrain();
        if (!ownRows() && spec.data().heldOut() == 0) {
            throw new SpecException(
                    "retrain: no rows to judge versions on: retrain.data= data.heldOut=0; name some that"
                            + " are never learned from, or hold out a part of each batch");
        }
    }

    /** Whether all versions are judged on the same rows; else each on what its batch held out. */
    private boolean ownRows() {
        return !retrain.data().isEmpty();
    }

    /** The rows that judge a batch. */
    Shards rows(TrainingData batch) {
        if (!ownRows()) {
            return batch.heldOut()
                    .orElseThrow(() -> new DataException("retrain: no rows were held out: data.heldOut="
                            + spec.data().heldOut() + "; the batch is too small, name rows with retrain.data"));
        }
        return TrainingData.other(
                spark,
                spec,
                batch.input(),
                batch.standardisation(),
                TrainingData.source(spec.data(), retrain.data(), retrain.labels()),
                true);
    }

    /** Of a model on some rows. */
    Map<String, Double> figures(TrainedModel<?> model, Shards rows) {
        // Far-away data are no judges.
        RunSpec plain = RunSpec.of(
                Settings.of(spec.settings().render(), "retrain", List.of("evaluate.outOfDistribution=\"\"")));
        Map<String, Double> all = Evaluation.of(
                        spark,
                        Scoring.withSpec(model, plain),
                        rows,
                        JavaSparkContext.fromSparkContext(spark.sparkContext()))
                .metrics()
                .values();
        Map<String, Double> figures = new LinkedHashMap<>();
        FIGURES.stream().filter(all::containsKey).forEach(name -> figures.put(name, all.get(name)));
        return figures;
    }

    /**
     * What speaks against a version; nothing where it may serve.
     *
     * @param champion figures of the one that serves, on the same rows; empty where none does
     */
    List<String> objections(Map<String, Double> version, Map<String, Double> champion, Journal journal) {
        Map<String, Double> reference = new LinkedHashMap<>();
        champion.forEach((name, value) -> reference.put(name, best(journal, name, value)));
        return new Gate(retrain.nllRise(), retrain.eceRise(), retrain.accuracyDrop()).objections(version, reference);
    }

    /** A step down each night would go far: what counts is the best that any champion did on the same rows. */
    private double best(Journal journal, String name, double champion) {
        if (!ownRows() || !name.equals("nll")) {
            return champion;
        }
        return Math.min(champion, journal.lowest(name, retrain.data()).orElse(champion));
    }
}
