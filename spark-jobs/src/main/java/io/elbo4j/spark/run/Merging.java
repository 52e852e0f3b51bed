package io.elbo4j.spark.run;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.MergedModel;
import io.elbo4j.models.NamedModel;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Making one model of several that were trained apart. */
public final class Merging {

    /** Of a merged model in its provenance: the hashes of all rows that it knows of. */
    private static final String HASHES = "dataHashes";

    private final List<NamedModel> models;
    private final List<Object> hashes;
    private final MergedModel<?> merged;

    private Merging(List<NamedModel> models, List<Object> hashes, MergedModel<?> merged) {
        this.models = models;
        this.hashes = hashes;
        this.merged = merged;
    }

    /**
     * Of stored models.
     *
     * @param uris run folders or model folders
     * @param density of the result in place of the models' own
     * @throws SpecException when they do not go together, or two know of the same rows
     */
    public static Merging of(List<String> uris, OptionalDouble density, Configuration configuration) {
        List<NamedModel> models = new ArrayList<>();
        Map<Object, String> owners = new LinkedHashMap<>();
        for (String uri : uris) {
            HadoopFolder folder = RunFolder.modelFolder(uri, configuration);
            for (Object hash : hashes(ModelFolder.manifest(folder).provenance())) {
                String owner = owners.putIfAbsent(hash, uri);
                if (owner != null) {
                    throw new SpecException("merge: rows would count twice: models=" + List.of(owner, uri) + " sha256="
                            + hash + "; merge models of different rows");
                }
            }
            models.add(new NamedModel(uri, ModelFolder.read(folder, TrainedModelCodec.INSTANCE)));
        }
        return new Merging(models, List.copyOf(owners.keySet()), MergedModel.of(models, density));
    }

    private static List<Object> hashes(Map<String, Object> provenance) {
        if (provenance.get(HASHES) instanceof List<?> several) {
            return List.copyOf(several);
        }
        Object one = provenance.get("dataHash");
        return one == null ? List.of() : List.of(one);
    }

    /**
     * The bound and the metrics on data with targets, of the union and of what is left of it.
     *
     * @param changed the settings with those of the command line over them
     */
    public Map<String, Object> measured(SparkSession spark, String data, Function<String, Settings> changed) {
        return measured(spark, data, changed, merged);
    }

    private static <S> Map<String, Object> measured(
            SparkSession spark, String data, Function<String, Settings> changed, MergedModel<S> merged) {
        RunSpec reading =
                RunSpec.of(changed.apply(merged.pruned().spec().settings().render()));
        TrainedModel<S> after = Scoring.withSpec(merged.pruned(), reading);
        TrainedModel<S> before = Scoring.withSpec(merged.union(), reading);
        Shards rows = TrainingData.other(
                spark,
                reading,
                after.input(),
                after.standardisation(),
                TrainingData.source(reading.data(), data, ""),
                true);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        double unionElbo = elbo(context, before, rows);
        double elbo = elbo(context, after, rows);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("measuredLossNats", unionElbo - elbo);
        metrics.put("unionElbo", unionElbo);
        metrics.put("elbo", elbo);
        metrics.put("evaluatedRows", rows.rows());
        Evaluation.of(spark, before, rows, context)
                .metrics()
                .values()
                .forEach((name, value) -> metrics.put(MetricName.of("union", name), value));
        metrics.putAll(Evaluation.of(spark, after, rows, context).metrics().values());
        return metrics;
    }

    /** By the log likelihood of a row as these rows have it. */
    private static <S> double elbo(JavaSparkContext context, TrainedModel<S> model, Shards rows) {
        double logLik =
                Predictions.logLikSum(context, Predictive.of(model, true), rows.rdd(), PosteriorDraws.of(model));
        return model.job().network().orElseThrow().elbo(model.state(), logLik / rows.rows());
    }

    /**
     * Writes the merged model.
     *
     * @param measured more metrics of it
     * @return all metrics of what was written
     */
    public Map<String, Object> write(Map<String, Object> measured, RunFolder out) throws IOException {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("models", models.size());
        metrics.putAll(Training.sizes(merged.pruned()));
        metrics.put("unionWeights", Training.sizes(merged.union()).get("activeWeights"));
        metrics.put("predictedLossNats", merged.lossNats());
        metrics.putAll(measured);
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("elbo4j", Provenance.version());
        provenance.put(HASHES, hashes);
        provenance.put("dataRows", merged.pruned().input().trainingRows());
        out.write(merged.pruned(), metrics, provenance);
        return metrics;
    }

    /** Who brings how many active weights, for people. */
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-32s %14s %14s%n", "model", "rows", "activeWeights"));
        models.forEach(model -> text.append(line(model.name(), model.model())));
        text.append(line("union", merged.union()));
        text.append(line("merged", merged.pruned()));
        return text.append(System.lineSeparator()).toString();
    }

    private static String line(String name, TrainedModel<?> model) {
        return String.format(
                Locale.ROOT,
                "%-32s %14d %14s%n",
                name,
                model.input().trainingRows(),
                Training.sizes(model).get("activeWeights"));
    }
}
