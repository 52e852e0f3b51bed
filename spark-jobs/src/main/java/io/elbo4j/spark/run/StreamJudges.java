package io.elbo4j.spark.run;

import io.elbo4j.data.ClassGroups;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.Classification;
import io.elbo4j.eval.Metrics;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.RunSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The rows of each task that models are judged by, made once and kept. */
final class StreamJudges implements AutoCloseable {

    private final JavaSparkContext context;
    private final RunSpec spec;
    private final StreamRows rows;
    private final Standardisation scales;
    private final List<Shards> byTask = new ArrayList<>();

    StreamJudges(SparkSession spark, RunSpec spec, StreamRows rows, Standardisation scales) {
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.spec = spec;
        this.rows = rows;
        this.scales = scales;
        for (int task = 0; task < rows.stream().tasks(); task++) {
            Shards raw = rows.judges(task);
            byTask.add(raw.standardised(scales));
            raw.unpersist();
        }
    }

    /** Of every task. */
    Standardisation scales() {
        return scales;
    }

    /** What a model makes of each of the first tasks. */
    List<Metrics> first(TrainedModel<?> model, int tasks) {
        List<Metrics> found = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            found.add(of(model, task));
        }
        return found;
    }

    /**
     * What a model makes of one task. Where all classes compete, {@code taskKnownAccuracy} is the accuracy of who is told which
     * classes the task has.
     */
    Metrics of(TrainedModel<?> model, int task) {
        PredictiveDistribution prediction = Predictions.of(
                context, Predictive.of(model, true), byTask.get(task).rdd(), PosteriorDraws.of(model));
        Metrics metrics = Metrics.of(prediction);
        if (!(spec.stream().classIncremental() && rows.stream() instanceof ClassGroups groups)) {
            return metrics;
        }
        ClassPrediction classes = (ClassPrediction) prediction;
        boolean[] own = new boolean[classes.classes()];
        groups.groups().get(task).forEach(label -> own[label] = true);
        return metrics.with("taskKnownAccuracy", Classification.accuracy(classes.among(own)));
    }

    @Override
    public void close() {
        byTask.forEach(Shards::unpersist);
    }
}
