package io.elbo4j.spark.run;

import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.Metrics;
import io.elbo4j.eval.OutOfDistribution;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.family.BinaryField;
import io.elbo4j.models.GenerativeModel;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.RunSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a model is worth on some rows.
 *
 * @param metrics as in {@code metrics.json}
 * @param lists figures of which there are many, by name
 * @param shape what pictures of the prediction need
 */
record Evaluation(Metrics metrics, Map<String, List<Double>> lists, PredictionShape shape) {

    /** Of single figures. */
    Evaluation(Metrics metrics, PredictionShape shape) {
        this(metrics, Map.of(), shape);
    }

    /** All by name. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>(metrics.values());
        values.putAll(lists);
        return values;
    }

    /** On rows with targets, and on other data as out of distribution where settings name some. */
    static Evaluation of(SparkSession spark, TrainedModel<?> model, Shards rows, JavaSparkContext context) {
        RunSpec spec = model.spec();
        Optional<GenerativeModel> generative = model.job().generative();
        if (generative.isPresent()) {
            return GenerativeScores.of(context, model, generative.get(), rows);
        }
        PosteriorDraws draws = PosteriorDraws.of(model);
        PredictiveDistribution in = Predictions.of(context, Predictive.of(model, true), rows.rdd(), draws);
        Metrics metrics = Metrics.of(in);
        PredictionShape shape = PredictionShape.of(in);
        if (model.posterior() instanceof BinaryField fields) {
            // The figures above are of binary weights, these of what they were trained by.
            metrics = metrics.and(MetricName.of(
                    "gaussianField",
                    Metrics.of(Predictions.of(
                            context,
                            Predictive.of(model, true),
                            rows.rdd(),
                            PosteriorDraws.ofActivations(model, fields)))));
        }
        String other = spec.evaluate().outOfDistribution();
        if (!other.isEmpty()) {
            // Catalog.check refuses the others.
            ClassPrediction classes = (ClassPrediction) in;
            Shards outside = TrainingData.other(
                    spark,
                    spec,
                    model.input(),
                    model.standardisation(),
                    TrainingData.source(spec.data(), other, ""),
                    false);
            ClassPrediction far =
                    (ClassPrediction) Predictions.of(context, Predictive.of(model, false), outside.rdd(), draws);
            metrics = metrics.and(OutOfDistribution.byEntropy(classes, far).metrics());
            shape = shape.withUnfamiliar(far);
        }
        return new Evaluation(metrics, shape);
    }
}
