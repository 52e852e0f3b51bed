package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.math.Key;
import io.elbo4j.models.MergePromise;
import io.elbo4j.models.Partition;
import io.elbo4j.models.PartitionedModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
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
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/** Taking out of a trained model what one shard taught it. */
public final class Forgetting {

    /** Of the belief: what sites may still move and count as at rest. */
    private static final double AT_REST = 1e-8;

    private final PartitionedModel<?> model;
    private final SiteId id;
    private final Map<String, Object> provenance;

    private Forgetting(PartitionedModel<?> model, SiteId id, Map<String, Object> provenance) {
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
        PartitionedModel<?> model = PartitionedModel.of(stored)
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
        return !model.partition().independent();
    }

    /**
     * Divides the site out.
     *
     * @return metrics of what was written
     */
    public Map<String, Object> divideOut(RunFolder out) throws IOException {
        if (needsData()) {
            throw new SpecException("forget: other sites know of this one: model.name="
                    + spec().model().name() + " site=" + id
                    + "; give the training data with --data, so that they can be found again without it");
        }
        return written(model.without(id), Map.of(), out);
    }

    /**
     * Divides the site out and runs the others again, until they rest or for some rounds.
     *
     * @param reading settings of the data
     * @param rounds how many; absent for as many as are sensible
     * @param compare whether to train again from scratch without the shard, and to say how far that is
     * @throws DataException when these are not the rows that the model was trained on
     */
    public Map<String, Object> divideOutAndRefit(
            SparkSession spark, RunSpec reading, OptionalInt rounds, boolean compare, RunFolder out, Progress progress)
            throws IOException {
        if (compare && model.model().job().network().isEmpty()) {
            throw new SpecException("forget: nothing to compare: model.name="
                    + spec().model().name() + "; its sites come to rest where a training without the shard would");
        }
        TrainingData data = TrainingData.again(spark, reading, model.model());
        String hash = data.profile().contentHash();
        if (!hash.equals(provenance.get("dataHash"))) {
            throw new DataException("forget: not the rows of the training: data.train="
                    + reading.data().train() + " sha256=" + hash + " expected=" + provenance.get("dataHash")
                    + "; give the data of the training, or train again on what there is now");
        }
        return refit(model, new Retraining(spark, reading, data, progress), rounds, compare, out);
    }

    private <S> Map<String, Object> refit(
            PartitionedModel<S> before, Retraining again, OptionalInt rounds, boolean compare, RunFolder out)
            throws IOException {
        PartitionedModel<S> divided = before.without(id);
        Partition.Again<S> plan = divided.partition()
                .again(divided.model().state(), divided.model().round(), rounds);
        RemainingRounds.Result<S> rest = again.rounds(divided).run(plan, Key.of(spec().seed()), out::addHistory);
        if (rest.diagnostics().get("siteChange") instanceof Double change && change > AT_REST) {
            throw new DivergedException(
                    rest.model().round() - 1,
                    "siteChange=" + change,
                    "the sites found no rest without " + id + ": train again");
        }
        Map<String, Object> metrics = new LinkedHashMap<>(rest.diagnostics());
        metrics.put(
                "restartedWeights",
                divided.partition().withoutSite(divided.model().state()));
        metrics.put("roundsAgain", rest.model().round() - plan.from());
        if (compare) {
            metrics.putAll(again.comparison(before.model(), divided, rest.model()));
        }
        return written(new PartitionedModel<>(rest.model(), before.partition()), metrics, out);
    }

    private <S> Map<String, Object> written(PartitionedModel<S> rest, Map<String, Object> last, RunFolder out)
            throws IOException {
        List<Object> forgotten = new ArrayList<>();
        if (provenance.get("forgotten") instanceof List<?> before) {
            forgotten.addAll(before);
        }
        forgotten.add(id.toString());
        Map<String, Object> metrics = new LinkedHashMap<>(last);
        metrics.put("forgotten", id.toString());
        metrics.put("sites", rest.sites().size());
        metrics.put("rounds", rest.model().round());
        metrics.put("mergeExactness", MergePromise.of(rest.model().spec()).kind());
        Map<String, Object> record = new LinkedHashMap<>(provenance);
        record.put("forgotten", forgotten);
        out.write(rest.model(), metrics, record);
        return metrics;
    }
}
