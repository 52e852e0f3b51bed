package io.elbo4j.spark.run;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.ClassGroups;
import io.elbo4j.data.Coreset;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.Metrics;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.Catalog;
import io.elbo4j.models.EarlierBelief;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.models.UnusedHeads;
import io.elbo4j.spark.io.DataProfile;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.io.ShardsByTask;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Tasks learned one after the other, each with the posterior of those before as its prior, and judged after each of them. With a
 * coreset, some rows of each task are learned from only by a copy of the model, which is judged in its place and then forgotten
 * (Nguyen, Li, Bui and Turner, arXiv 1710.10628v3, algorithm 1; the copy may be colder than there). A stream that was broken off goes on with the task that it was at.
 */
public final class StreamTraining {

    private final SparkSession spark;
    private final RunSpec spec;
    private final String dl4j;
    private final StreamFolder out;
    private final Progress progress;

    /**
     * By these settings, into this folder.
     *
     * @param dl4j text of the DL4J configuration, or empty
     */
    public StreamTraining(SparkSession spark, RunSpec spec, String dl4j, StreamFolder out, Progress progress) {
        if (spec.model().episodic() || !spec.priorModel().isEmpty()) {
            throw new SpecException("continual: not of this kind: model.name="
                    + spec.model().name() + " prior.model=" + spec.priorModel()
                    + "; use a model of rows, and clear prior.model: a stream starts without one");
        }
        Catalog.checkInTurn(spec, "continual");
        this.spark = spark;
        this.spec = spec;
        this.dl4j = dl4j;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Learns every task.
     *
     * @return the metrics, as in {@code metrics.json}
     */
    public Map<String, Object> run() throws IOException {
        out.begin(spec.settings().render());
        try (StreamRows rows = StreamRows.read(spark, spec)) {
            return run(rows);
        }
    }

    private Map<String, Object> run(StreamRows rows) throws IOException {
        int tasks = rows.stream().tasks();
        StreamResults results = new StreamResults();
        Optional<StreamJudges> judges = Optional.empty();
        Optional<EarlierBelief> earlier = Optional.empty();
        List<Batch> coresets = new ArrayList<>();
        try {
            for (int task = 0; task < tasks; task++) {
                progress.note("task " + (task + 1) + " of " + tasks);
                Shards raw = rows.training(task);
                DataProfile profile = raw.profile();
                if (judges.isEmpty()) {
                    // As a stream would be met: the first task alone tells the scales.
                    judges = Optional.of(
                            new StreamJudges(spark, spec, rows, TrainingData.standardisation(spec, profile)));
                }
                Standardisation scales = judges.get().scales();
                Shards own = raw.standardised(scales);
                raw.unpersist();
                Shards left = withoutCoreset(own, coresets);
                TrainingData data = data(rows, left, profile, scales, earlier);
                RunSpec settings = settings(rows, task, List.of());
                if (task == 0) {
                    results.untrained(
                            judges.get().first(TrainedModel.untrained(settings, data.input(), scales), tasks));
                }
                TrainedModel<?> model = trained(settings, data, out.task(task));
                left.unpersist();
                if (!coresets.isEmpty()) {
                    results.withoutCoreset(judges.get().first(model, task + 1));
                }
                results.after(judged(rows, judges.get(), model, coresets, task), model, coresets);
                earlier = Optional.of(unusedHeads(rows, task)
                        .in(EarlierBelief.of(model, settings), model.network().layout()));
                progress.note(results.line());
                out.write(model, results, Provenance.of(spark, profile));
            }
        } finally {
            judges.ifPresent(StreamJudges::close);
        }
        return results.metrics();
    }

    private UnusedHeads unusedHeads(StreamRows rows, int task) {
        Set<Integer> classes = new HashSet<>();
        if (spec.stream().taskKnown() && rows.stream() instanceof ClassGroups groups) {
            groups.groups().subList(task + 1, groups.tasks()).forEach(classes::addAll);
        }
        return new UnusedHeads(classes, spec.priorVariance());
    }

    /** What the task leaves to learn from; what it keeps back is added to the coresets. */
    private Shards withoutCoreset(Shards own, List<Batch> coresets) {
        if (spec.stream().coresetRows() == 0) {
            return own;
        }
        Key key = Stream.CORESET.of(Key.of(spec.seed())).fold(coresets.size());
        Coreset coreset = new Coreset(spec.stream().coresetRows(), spec.stream().coresetCentres(), key);
        long[] chosen = ShardsByTask.chosen(own, coreset);
        Shards kept = ShardsByTask.selected(own, chosen, true);
        coresets.add(kept.collected());
        kept.unpersist();
        Shards left = ShardsByTask.selected(own, chosen, false);
        own.unpersist();
        return left;
    }

    /** Metrics on every task so far, and on the one that comes next. */
    private List<Metrics> judged(
            StreamRows rows, StreamJudges judges, TrainedModel<?> model, List<Batch> coresets, int task)
            throws IOException {
        boolean apart = spec.stream().taskKnown() && !coresets.isEmpty();
        TrainedModel<?> shown = coresets.isEmpty() || apart ? model : refreshed(rows, model, coresets, task, "coreset");
        List<Metrics> found = new ArrayList<>();
        for (int other = 0; other < Math.min(rows.stream().tasks(), task + 2); other++) {
            boolean seen = other <= task;
            TrainedModel<?> judge = apart && seen
                    ? refreshed(rows, model, List.of(coresets.get(other)), task, "coreset-" + (other + 1))
                    : shown;
            found.add(judges.of(judge, other));
        }
        return found;
    }

    /** A copy that has learned from coresets. */
    private TrainedModel<?> refreshed(
            StreamRows rows, TrainedModel<?> model, List<Batch> coresets, int task, String name) throws IOException {
        Batch all = Batch.concatenated(coresets, model.input().featureNames().size(), false);
        Shards shards = ShardsByTask.of(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                all,
                model.input().featureNames(),
                model.input().shape());
        RunSpec settings = settings(
                rows,
                task + 1,
                List.of(
                        "cluster.shards=1",
                        "train.epochs=" + spec.stream().coresetEpochs(),
                        "train.temperature="
                                + spec.train().temperature() * spec.stream().coresetTemperature(),
                        "train.batch=" + Math.min(spec.train().batch(), all.rows())));
        TrainingData data = data(
                rows,
                shards,
                shards.profile(),
                model.standardisation(),
                Optional.of(EarlierBelief.of(model, settings)));
        try {
            return trained(settings, data, out.beside(task, name));
        } finally {
            shards.unpersist();
        }
    }

    private TrainingData data(
            StreamRows rows,
            Shards shards,
            DataProfile profile,
            Standardisation scales,
            Optional<EarlierBelief> earlier) {
        ModelInput input =
                new ModelInput(shards.shape(), shards.featureNames(), rows.classes(), shards.rows(), dl4j, earlier);
        return new TrainingData(shards, Optional.empty(), profile, scales, input);
    }

    /** Of the training of a task: its prior is what the task before left. */
    private RunSpec settings(StreamRows rows, int task, List<String> more) {
        List<String> changes = new ArrayList<>(List.of("data.test=\"\""));
        if (task > 0) {
            changes.add(
                    "prior.model=" + Renewal.quoted(out.task(task - 1).path().toString()));
        }
        if (rows.classes() > 0) {
            changes.add("likelihood.classes=" + rows.classes());
        }
        if (spec.stream().taskKnown() && rows.stream() instanceof ClassGroups groups) {
            changes.add("likelihood.groups=" + heads(groups, rows.classes()));
        }
        changes.addAll(more);
        return RunSpec.of(Settings.of(spec.settings().render(), "stream", changes));
    }

    /** The classes of each task, and last those of no task, which never occur. */
    private static String heads(ClassGroups groups, int classes) {
        List<List<Integer>> heads = new ArrayList<>(groups.groups());
        List<Integer> left = IntStream.range(0, classes)
                .boxed()
                .filter(label -> groups.groups().stream().noneMatch(group -> group.contains(label)))
                .toList();
        if (!left.isEmpty()) {
            heads.add(left);
        }
        return heads.stream()
                .map(head -> head.stream().map(String::valueOf).collect(Collectors.joining(",", "\"", "\"")))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** A finished training is read, an unfinished one goes on. */
    private TrainedModel<?> trained(RunSpec settings, TrainingData data, HadoopFolder folder) throws IOException {
        String uri = folder.path().toString();
        boolean begun = RunFolder.begun(uri, folder.configuration());
        Optional<RunFolder> place = begun
                ? RunFolder.unfinished(uri, folder.configuration())
                : Optional.of(RunFolder.at(uri, folder.configuration(), false));
        if (place.isPresent()) {
            try (RunFolder run = place.get()) {
                new Training(spark, settings, run, progress).run(data);
            }
        }
        return ModelFolder.read(RunFolder.modelFolder(uri, folder.configuration()), TrainedModelCodec.INSTANCE);
    }
}
