package io.elbo4j.spark.run;

import io.elbo4j.data.Batch;
import io.elbo4j.data.ClassSplit;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Shard;
import io.elbo4j.data.Standardisation;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataProfile;
import io.elbo4j.spark.io.DataSource;
import io.elbo4j.spark.io.NamedData;
import io.elbo4j.spark.io.RowSelection;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.io.ShardsByGroup;
import io.elbo4j.spark.io.Table;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Rows that episodes are made of, with whole classes or tasks in a shard; or shards without rows where episodes are made up.
 *
 * @param training to learn from
 * @param profile of the training rows before standardisation; absent where there are none
 * @param standardisation fitted on them
 * @param input what a model must know
 */
record EpisodeData(
        JavaRDD<Shard> training, Optional<DataProfile> profile, Standardisation standardisation, ModelInput input) {

    /** How many names an error shows. */
    private static final int NAMED = 10;

    /** Names the rows; of episodes that are made up the settings say all. */
    String contentHash() {
        return profile.map(DataProfile::contentHash).orElse("");
    }

    /** Reads, or makes up. */
    static EpisodeData read(SparkSession spark, RunSpec spec) {
        if (spec.episodes().generated()) {
            ModelInput input = new ModelInput(List.of(1), new NumberedNames("x", 0, "", 1), 0, 0, "");
            return new EpisodeData(made(spark, spec), Optional.empty(), Standardisation.identity(1), input);
        }
        if (spec.data().train().isEmpty()) {
            throw new SpecException("settings: no training data: data.train=; set it, or episodes.source=sinusoid");
        }
        DataSource source = TrainingData.source(
                spec.data(), spec.data().train(), spec.data().trainLabels());
        try (Table table = open(spark, spec, source)) {
            int task = taskColumn(spec, table.featureNames());
            Shards raw = split(table.shards(RowSelection.ALL, spec.cluster().shards()), spec, ClassSplit.Part.TRAINING);
            DataProfile profile = raw.profile();
            Standardisation standardisation = taskFirst(TrainingData.standardisation(spec, profile), task);
            Shards grouped = grouped(raw, standardisation, task);
            List<String> names = inputs(raw.featureNames(), task);
            ModelInput input = new ModelInput(
                    task < 0 ? raw.shape() : List.of(names.size()),
                    names,
                    spec.episodes().classes() ? spec.episodes().ways() : 0,
                    grouped.rows(),
                    "");
            raw.unpersist();
            return new EpisodeData(grouped.rdd(), Optional.of(profile), standardisation, input);
        }
    }

    /** The rows of the classes that a part of a split has; all where there is no split. */
    private static Shards split(Shards all, RunSpec spec, ClassSplit.Part part) {
        if (spec.episodes().classSplit().isEmpty()) {
            return all;
        }
        int classes = all.profile().classes();
        if (classes == 0) {
            throw new DataException("episodes: targets are not classes: data.train="
                    + spec.data().train() + "; number classes 0, 1, 2 ..., or set episodes.split=[]");
        }
        ClassSplit.Part[] parts;
        try {
            parts = spec.episodes().classSplit().get().parts(classes);
        } catch (IllegalArgumentException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
        boolean[] chosen = new boolean[classes];
        for (int c = 0; c < classes; c++) {
            chosen[c] = parts[c] == part;
        }
        Shards some = ShardsByGroup.byClass(all, chosen);
        all.unpersist();
        return some;
    }

    /**
     * Other rows for a model.
     *
     * @param uri of the data; empty where episodes are made up, or of other classes of the training data
     */
    static JavaRDD<Shard> other(
            SparkSession spark, RunSpec spec, ModelInput input, Standardisation scale, String uri, String labels) {
        if (spec.episodes().generated()) {
            return made(spark, spec);
        }
        boolean split = uri.isEmpty() && spec.episodes().classSplit().isPresent();
        DataSource source = split
                ? TrainingData.source(
                        spec.data(), spec.data().train(), spec.data().trainLabels())
                : TrainingData.source(spec.data(), uri, labels);
        try (Table table = open(spark, spec, source)) {
            int task = taskColumn(spec, table.featureNames());
            requireInputs(input, inputs(table.featureNames(), task), uri);
            Shards all = table.shards(RowSelection.ALL, spec.cluster().shards());
            ClassSplit.Part part = spec.episodes().validation() ? ClassSplit.Part.VALIDATION : ClassSplit.Part.TEST;
            Shards raw = split ? split(all, spec, part) : all;
            JavaRDD<Shard> grouped = grouped(raw, scale, task).rdd();
            raw.unpersist();
            return grouped;
        }
    }

    /** Refuses rows that some shard cannot make an episode of. */
    static void requireEpisodes(JavaRDD<Shard> shards, EpisodeSource source) {
        try {
            shards.foreach(source::of);
        } catch (Exception e) {
            RuntimeException original = Failures.original(e);
            throw original instanceof IllegalArgumentException
                    ? new DataException(String.valueOf(original.getMessage()))
                    : original;
        }
    }

    /**
     * Refuses classes that are in both.
     *
     * @param training by class
     * @param other by class
     */
    static void requireOtherClasses(JavaRDD<Shard> training, JavaRDD<Shard> other) {
        SortedSet<Integer> shared = classes(training);
        shared.retainAll(classes(other));
        if (!shared.isEmpty()) {
            throw new DataException("episodes: classes in training and in test data: class=" + shared.first()
                    + " shared=" + shared.size()
                    + "; judge on classes that were not learned from, and number those of both files apart");
        }
    }

    private static SortedSet<Integer> classes(JavaRDD<Shard> shards) {
        SortedSet<Integer> classes = new TreeSet<>();
        for (int[] each : shards.map(EpisodeData::classes).collect()) {
            for (int number : each) {
                classes.add(number);
            }
        }
        return classes;
    }

    private static int[] classes(Shard shard) {
        float[] targets = shard.examples().targets();
        return IntStream.range(0, targets.length)
                .map(row -> (int) targets[row])
                .distinct()
                .toArray();
    }

    private static JavaRDD<Shard> made(SparkSession spark, RunSpec spec) {
        int count = spec.cluster().shards();
        List<Shard> empty = IntStream.range(0, count)
                .mapToObj(index -> new Shard(index, count, 0, new Batch(new float[0], new float[0], 1)))
                .toList();
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(empty, count);
    }

    private static Table open(SparkSession spark, RunSpec spec, DataSource source) {
        return TrainingData.open(
                spark, source, NamedData.Part.TRAIN, spec.data().root());
    }

    /** −1 where episodes are of classes. */
    private static int taskColumn(RunSpec spec, List<String> names) {
        if (spec.episodes().classes()) {
            return -1;
        }
        int column = names.indexOf(spec.episodes().task());
        if (column < 0) {
            throw new DataException("episodes: no column of tasks: episodes.task="
                    + spec.episodes().task() + " columns=" + names + "; name the column that numbers the tasks");
        }
        return column;
    }

    /** Refuses inputs that are not those of the training. */
    static void requireInputs(ModelInput input, List<String> names, String uri) {
        if (names.size() != input.featureNames().size()
                || (input.shape().size() == 1 && !names.equals(input.featureNames()))) {
            throw new DataException("episodes: other features than in training: data=" + uri + " features="
                    + names.size() + " trained=" + input.featureNames().size() + " names="
                    + names.subList(0, Math.min(NAMED, names.size()))
                    + "; give the same columns in the same order");
        }
    }

    /** Without the column of the task. */
    static List<String> inputs(List<String> names, int task) {
        if (task < 0) {
            return names;
        }
        List<String> inputs = new ArrayList<>(names);
        inputs.remove(task);
        return inputs;
    }

    private static Shards grouped(Shards raw, Standardisation standardisation, int task) {
        Shards grouped = task < 0 ? ShardsByGroup.byClass(raw) : ShardsByGroup.byTask(raw, task);
        Shards scaled = grouped.standardised(standardisation);
        grouped.unpersist();
        return scaled;
    }

    /** Of rows whose task comes first, wherever a table has it. Its number is a name, and stays as it is. */
    private static Standardisation taskFirst(Standardisation all, int task) {
        if (task < 0) {
            return all;
        }
        double[] mean = new double[all.width()];
        double[] sd = new double[all.width()];
        sd[0] = 1;
        int at = 1;
        for (int i = 0; i < all.width(); i++) {
            if (i != task) {
                mean[at] = all.mean()[i % all.mean().length];
                sd[at++] = all.sd()[i % all.sd().length];
            }
        }
        return new Standardisation(all.width(), mean, sd, all.targetMean(), all.targetSd());
    }

    /** That of a model's inputs, without the task. */
    static Standardisation ofInputs(TrainedModel<?> model) {
        Standardisation all = model.standardisation();
        int inputs = model.input().featureNames().size();
        if (all.width() == inputs) {
            return all;
        }
        return new Standardisation(
                inputs,
                Arrays.copyOfRange(all.mean(), 1, all.width()),
                Arrays.copyOfRange(all.sd(), 1, all.width()),
                all.targetMean(),
                all.targetSd());
    }
}
