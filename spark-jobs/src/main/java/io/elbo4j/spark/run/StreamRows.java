package io.elbo4j.spark.run;

import io.elbo4j.data.BlurredTasks;
import io.elbo4j.data.ClassGroups;
import io.elbo4j.data.ColumnTasks;
import io.elbo4j.data.PermutedFeatures;
import io.elbo4j.data.TaskStream;
import io.elbo4j.data.TurnedImages;
import io.elbo4j.density.Categorical;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataProfile;
import io.elbo4j.spark.io.NamedData;
import io.elbo4j.spark.io.RowSelection;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.io.ShardsByTask;
import io.elbo4j.spark.io.Table;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.StreamSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of a stream, as they were read, and how tasks are made of them. Close it when all tasks are done.
 *
 * @param training rows to learn from
 * @param judges rows to judge by: the test data, or those held out
 * @param stream of tasks, which they are judged by
 * @param learned the same with the boundaries that learning sees
 * @param classes that a model of the stream tells apart; 0 where targets are none
 * @param featureNames of what the tasks show
 */
record StreamRows(
        Shards training, Shards judges, TaskStream stream, TaskStream learned, int classes, List<String> featureNames)
        implements AutoCloseable {

    /**
     * Reads them.
     *
     * @throws DataException for data that cannot be used
     * @throws SpecException when there is nothing to judge by, or the tasks cannot be made
     */
    static StreamRows read(SparkSession spark, RunSpec spec) {
        if (spec.data().test().isEmpty() && spec.data().heldOut() == 0) {
            throw new SpecException("continual: no rows to judge by: data.test= data.heldOut=0; name test data, or hold"
                    + " out a part");
        }
        Key split = Stream.SPLIT.of(Key.of(spec.seed()));
        double fraction = spec.data().heldOut();
        int shards = spec.cluster().shards();
        try (Table table = TrainingData.open(
                spark,
                TrainingData.source(
                        spec.data(), spec.data().train(), spec.data().trainLabels()),
                NamedData.Part.TRAIN,
                spec.data().root())) {
            Shards training =
                    table.shards(fraction > 0 ? RowSelection.training(fraction, split) : RowSelection.ALL, shards);
            DataProfile profile = training.profile();
            int room = spec.likelihood().classes();
            if (room > 0 && profile.classes() > room) {
                throw new DataException(
                        "continual: a class that the stream has no room for: file=" + table.files() + " class="
                                + (profile.classes() - 1) + " likelihood.classes=" + room
                                + "; raise it, or leave it at 0 to count the data's");
            }
            TaskStream stream = stream(spec, training, profile);
            int known = Math.max(profile.classes(), spec.likelihood().classes());
            requireTargets(spec, table, known);
            Shards judges = spec.data().test().isEmpty()
                    ? table.shards(RowSelection.heldOut(fraction, split), shards)
                    : test(spark, spec, table.featureNames(), known);
            int classes = stream instanceof ClassGroups groups && groups.places()
                    ? groups.groups().stream().mapToInt(List::size).max().orElse(0)
                    : known;
            double blur = spec.stream().blur();
            TaskStream learned = blur == 0
                    ? stream
                    : new BlurredTasks(
                            stream, blur, Stream.TASKS.of(Key.of(spec.seed())).fold(-1));
            return new StreamRows(training, judges, stream, learned, classes, shown(training.featureNames(), stream));
        }
    }

    private static Shards test(SparkSession spark, RunSpec spec, List<String> features, int classes) {
        try (Table table = TrainingData.open(
                spark,
                TrainingData.source(spec.data(), spec.data().test(), spec.data().testLabels()),
                NamedData.Part.TEST,
                spec.data().root())) {
            table.requireFeatures(features);
            requireTargets(spec, table, classes);
            return table.shards(RowSelection.ALL, spec.cluster().shards());
        }
    }

    /** Before targets become places, and whatever their groups. */
    private static void requireTargets(RunSpec spec, Table table, int classes) {
        boolean categorical = spec.likelihood().family().equals("categorical");
        table.requireTargets(
                categorical
                        ? new Categorical(Math.max(2, classes))
                        : spec.likelihood().observation(classes));
    }

    private static TaskStream stream(RunSpec spec, Shards rows, DataProfile profile) {
        StreamSpec stream = spec.stream();
        Key key = Stream.TASKS.of(Key.of(spec.seed()));
        return switch (stream.source()) {
            case "permuted" -> new PermutedFeatures(stream.tasks(), key);
            case "turned" -> turned(stream, rows);
            case "column" -> column(stream.column(), rows);
            default -> groups(spec, profile.classes(), key);
        };
    }

    private static TaskStream turned(StreamSpec stream, Shards rows) {
        int channels = rows.shape().size() == 3 ? rows.shape().get(0) : 1;
        TurnedImages turned = new TurnedImages(stream.tasks(), stream.degrees(), channels);
        try {
            turned.requireSquare(rows.width());
        } catch (IllegalArgumentException e) {
            throw new SpecException(String.valueOf(e.getMessage()));
        }
        return turned;
    }

    private static TaskStream groups(RunSpec spec, int classes, Key key) {
        StreamSpec stream = spec.stream();
        if (!spec.likelihood().family().equals("categorical")) {
            throw new SpecException("continual: targets are no classes: stream.source=split likelihood.family="
                    + spec.likelihood().family() + "; use likelihood.family=categorical or another stream.source");
        }
        boolean places = stream.scenario().equals("domain");
        if (stream.order().isEmpty()) {
            return ClassGroups.drawn(classes, stream.classesPerTask(), key, places);
        }
        for (int label : stream.order()) {
            if (label >= classes) {
                throw new SpecException("continual: no such class: stream.order=" + stream.order() + " class=" + label
                        + " classes=" + classes + "; name classes of the data");
            }
        }
        return ClassGroups.of(stream.order(), stream.classesPerTask(), places);
    }

    private static TaskStream column(String name, Shards rows) {
        int width = rows.width();
        int column = rows.featureNames().indexOf(name);
        if (column < 0) {
            throw new DataException("data: no such column: stream.column=" + name + "; columns are "
                    + rows.featureNames().stream().limit(20).collect(Collectors.joining(", ")));
        }
        TreeSet<Float> numbers = new TreeSet<>();
        for (float[] found : rows.rdd()
                .map(shard -> distinct(shard.examples().features().dense(), column, width))
                .collect()) {
            for (float number : found) {
                numbers.add(number);
            }
        }
        return new ColumnTasks(column, List.copyOf(numbers));
    }

    private static float[] distinct(float[] all, int column, int width) {
        TreeSet<Float> numbers = new TreeSet<>();
        for (int at = column; at < all.length; at += width) {
            numbers.add(all[at]);
        }
        float[] found = new float[numbers.size()];
        int i = 0;
        for (float number : numbers) {
            found[i++] = number;
        }
        return found;
    }

    private static List<String> shown(List<String> names, TaskStream stream) {
        if (!(stream instanceof ColumnTasks tasks)) {
            return names;
        }
        List<String> left = new ArrayList<>(names);
        left.remove(tasks.column());
        return left;
    }

    /** Rows of a task to learn from, not yet standardised. */
    Shards training(int task) {
        return ShardsByTask.of(training, learned, task, featureNames);
    }

    /** Rows of a task to judge by, not yet standardised. */
    Shards judges(int task) {
        return ShardsByTask.of(judges, stream, task, featureNames);
    }

    @Override
    public void close() {
        training.unpersist();
        judges.unpersist();
    }
}
