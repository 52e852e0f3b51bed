package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.models.Job;
import io.elbo4j.models.MergePromise;
import io.elbo4j.models.PartitionedModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.models.pvi.PviState;
import io.elbo4j.site.SiteId;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Taking out of a trained model what one shard taught it. */
public final class Forgetting {

    /** Of the belief: what sites may still move and count as at rest. */
    private static final double AT_REST = 1e-8;

    private final PartitionedModel model;
    private final SiteId id;
    private final Map<String, Object> provenance;

    private Forgetting(PartitionedModel model, SiteId id, Map<String, Object> provenance) {
        this.model = model;
        this.id = id;
        this.provenance = provenance;
    }

    /**
     * Of a stored model.
     *
     * @param folder of the model
     * @param site an id, or the number of its shard
     * @throws SpecException when the model has no sites, or none of this id
     */
    public static Forgetting of(HadoopFolder folder, String site) {
        TrainedModel<?> stored = ModelFolder.read(folder, TrainedModelCodec.INSTANCE);
        PartitionedModel model = PartitionedModel.of(stored)
                .orElseThrow(() -> new SpecException("forget: model has no sites: model.name="
                        + stored.spec().model().name() + " merge.rule="
                        + stored.spec().cluster().merge() + "; train it with merge=pvi"));
        return new Forgetting(
                model, model.site(site), ModelFolder.manifest(folder).provenance());
    }

    /** Settings of the stored model. */
    public RunSpec spec() {
        return model.model().spec();
    }

    /** Whether other sites know of this one, so that only new rounds on the data make them forget it. */
    public boolean needsData() {
        return !model.sitesAreIndependent();
    }

    /**
     * Divides the site out.
     *
     * @return metrics of what was written
     */
    public Map<String, Object> divideOut(RunFolder out) throws IOException {
        if (needsData()) {
            throw new SpecException("forget: other sites know of this one: model.family=mean-field site=" + id
                    + "; give the training data with --data, so that they can be found again without it");
        }
        return written(model.without(id).model(), Map.of(), out);
    }

    /**
     * Divides the site out and lets the others come to rest again.
     *
     * @param reading settings of the data
     * @throws DataException when these are not the rows that the model was trained on
     */
    public Map<String, Object> divideOutAndRefit(SparkSession spark, RunSpec reading, RunFolder out, Progress progress)
            throws IOException {
        TrainingData data = TrainingData.read(spark, reading, "");
        String hash = data.profile().contentHash();
        if (!hash.equals(provenance.get("dataHash"))) {
            throw new DataException("forget: not the rows of the training: data.train="
                    + reading.data().train() + " sha256=" + hash + " expected=" + provenance.get("dataHash")
                    + "; give the data of the training, or train again on what there is now");
        }
        TrainedModel<PviState> rest = model.without(id).model();
        Job<PviState> job = rest.job();
        int from = rest.round();
        int to = Math.addExact(from, job.rounds());
        Map<String, Object> last = new LinkedHashMap<>();
        int[] rounds = {from};
        PviState state = new SparkRunner(
                        JavaSparkContext.fromSparkContext(spark.sparkContext()), remaining(data, rest.state()))
                .run(job.algorithm(), rest.state(), from, to, Key.of(spec().seed()), (round, outcome) -> {
                    rounds[0] = round + 1;
                    boolean goesOn = outcome.diagnostics().getOrDefault("converged", 0.0) == 0;
                    outcome.diagnostics().forEach((name, value) -> {
                        if (!name.equals("converged")) {
                            last.put(name, value);
                        }
                    });
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("round", round + 1);
                    line.putAll(outcome.diagnostics());
                    out.addHistory(line);
                    progress.round(
                            round + 1 - from,
                            job.rounds(),
                            line,
                            data.training().rows(),
                            !goesOn || round + 1 == to);
                    return goesOn;
                });
        if (last.get("siteChange") instanceof Double change && change > AT_REST) {
            throw new DivergedException(
                    rounds[0] - 1, "siteChange=" + change, "the sites found no rest without " + id + ": train again");
        }
        return written(rest.at(state, rounds[0]), last, out);
    }

    /** Shards whose sites are gone have no rows either. */
    private static JavaRDD<Shard> remaining(TrainingData data, PviState state) {
        Set<Integer> kept =
                state.sites().byId().keySet().stream().map(SiteId::shard).collect(Collectors.toSet());
        int width = data.training().width();
        return data.training()
                .rdd()
                .map(shard -> kept.contains(shard.index())
                        ? shard
                        : new Shard(
                                shard.index(),
                                shard.shards(),
                                shard.totalRows(),
                                new Batch(new float[0], new float[0], width)));
    }

    private Map<String, Object> written(TrainedModel<PviState> rest, Map<String, Object> last, RunFolder out)
            throws IOException {
        List<Object> forgotten = new ArrayList<>();
        if (provenance.get("forgotten") instanceof List<?> before) {
            forgotten.addAll(before);
        }
        forgotten.add(id.toString());
        Map<String, Object> metrics = new LinkedHashMap<>(last);
        metrics.put("forgotten", id.toString());
        metrics.put("sites", rest.state().sites().byId().size());
        metrics.put("rounds", rest.round());
        metrics.put("mergeExactness", MergePromise.of(rest.spec()).kind());
        Map<String, Object> record = new LinkedHashMap<>(provenance);
        record.put("forgotten", forgotten);
        out.write(rest, metrics, record);
        return metrics;
    }
}
