package io.elbo4j.spark.run;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Moments;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.Categorical;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.Catalog;
import io.elbo4j.models.EarlierBelief;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataProfile;
import io.elbo4j.spark.io.DataSource;
import io.elbo4j.spark.io.DatasetReader;
import io.elbo4j.spark.io.HttpFetcher;
import io.elbo4j.spark.io.NamedData;
import io.elbo4j.spark.io.RowSelection;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.io.Surroundings;
import io.elbo4j.spark.io.Table;
import io.elbo4j.spec.DataSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of a run, read and standardised.
 *
 * @param training shards to learn from
 * @param heldOut rows kept aside; absent when there are none
 * @param profile of the training rows before standardisation
 * @param standardisation fitted on the training rows
 * @param input what a model must know of them
 */
public record TrainingData(
        Shards training,
        Optional<Shards> heldOut,
        DataProfile profile,
        Standardisation standardisation,
        ModelInput input) {

    /**
     * Reads the training data. With {@code prior.model}, in the columns and on the scale of that model.
     *
     * @param dl4j text of the DL4J configuration, or empty
     * @throws DataException for data that cannot be used, or not with that model
     */
    public static TrainingData read(SparkSession spark, RunSpec spec, String dl4j) {
        if (spec.priorModel().isEmpty()) {
            return read(spark, spec, dl4j, Optional.empty(), Optional.empty());
        }
        TrainedModel<?> before = ModelFolder.read(
                RunFolder.modelFolder(spec.priorModel(), spark.sparkContext().hadoopConfiguration()),
                TrainedModelCodec.INSTANCE);
        return read(spark, spec, dl4j, Optional.of(before), Optional.of(EarlierBelief.of(before, spec)));
    }

    /**
     * Reads the data that a model was trained on.
     *
     * @throws DataException for data that cannot be used
     */
    static TrainingData again(SparkSession spark, RunSpec spec, TrainedModel<?> model) {
        Optional<EarlierBelief> earlier = model.input().earlier();
        return read(spark, spec, model.input().dl4j(), earlier.map(belief -> model), earlier);
    }

    private static TrainingData read(
            SparkSession spark,
            RunSpec spec,
            String dl4j,
            Optional<TrainedModel<?>> scales,
            Optional<EarlierBelief> earlier) {
        if (spec.data().train().isEmpty()) {
            throw new SpecException(
                    "settings: no training data: data.train=; set it, for example --set" + " data.train=digits");
        }
        DataSource source = source(spec.data(), spec.data().train(), spec.data().trainLabels());
        try (Table table = open(spark, source, NamedData.Part.TRAIN, spec.data().root())) {
            return of(table, spec, dl4j, scales, earlier);
        }
    }

    /**
     * Of opened rows. With a model before, in its columns, on its scale and with its posterior as the prior.
     *
     * @throws DataException for data that cannot be used, or not with that model
     */
    static TrainingData of(Table table, RunSpec spec, Optional<TrainedModel<?>> before) {
        return of(table, spec, "", before, before.map(model -> EarlierBelief.of(model, spec)));
    }

    private static TrainingData of(
            Table table, RunSpec spec, String dl4j, Optional<TrainedModel<?>> scales, Optional<EarlierBelief> earlier) {
        Key split = Stream.SPLIT.of(Key.of(spec.seed()));
        double fraction = spec.data().heldOut();
        int shards = spec.cluster().shards();
        Shards raw = table.shards(fraction > 0 ? RowSelection.training(fraction, split) : RowSelection.ALL, shards);
        try {
            DataProfile profile = raw.profile();
            scales.ifPresent(model -> requireSameQuestion(table, profile, model));
            int classes = scales.map(model -> model.input().classes()).orElse(profile.classes());
            if (scales.isEmpty()) {
                requireClasses(spec, table, profile);
            }
            if (spec.model().generative()) {
                requirePixels(spec, profile, table.featureNames());
            }
            Catalog.targets(spec, classes).ifPresent(table::requireTargets);
            Standardisation standardisation =
                    scales.map(TrainedModel::standardisation).orElseGet(() -> standardisation(spec, profile));
            Shards training = raw.standardised(standardisation);
            Optional<Shards> heldOut = fraction > 0
                    ? Optional.of(table.shards(RowSelection.heldOut(fraction, split), shards)
                            .standardised(standardisation))
                    : Optional.empty();
            heldOut.filter(rows -> spec.model().generative())
                    .ifPresent(rows -> requirePixels(spec, rows.profile(), table.featureNames()));
            ModelInput input =
                    new ModelInput(training.shape(), training.featureNames(), classes, training.rows(), dl4j, earlier);
            return new TrainingData(training, heldOut, profile, standardisation, input);
        } finally {
            raw.unpersist();
        }
    }

    /** Lets go of the rows that are kept on the cluster. */
    void unpersist() {
        training.unpersist();
        heldOut.ifPresent(Shards::unpersist);
    }

    /** Of rows that go on where those of a model ended. */
    private static void requireSameQuestion(Table table, DataProfile profile, TrainedModel<?> before) {
        table.requireFeatures(before.input().featureNames());
        // Room that the first training was given counts, though its rows had fewer classes.
        int known =
                Math.max(before.input().classes(), before.spec().likelihood().classes());
        if (known > 0 && profile.classes() > known) {
            throw new DataException("data: a class that prior.model does not know: class="
                    + (profile.classes() - 1)
                    + " classes=" + known + " file=" + table.files()
                    + "; train anew with all classes, or give the first model room for more with"
                    + " likelihood.classes");
        }
    }

    /** Other data for a model, standardised as its training data were. */
    static Shards other(
            SparkSession spark,
            RunSpec spec,
            ModelInput input,
            Standardisation standardisation,
            DataSource source,
            boolean checkTargets) {
        try (Table table = open(spark, source, NamedData.Part.TEST, spec.data().root())) {
            if (checkTargets) {
                Catalog.targets(spec, input.classes()).ifPresent(table::requireTargets);
            }
            return standardised(table, spec, input, standardisation);
        }
    }

    /** Other data whose targets do not matter: a label column may be there or not. */
    static Shards unlabelled(
            SparkSession spark, RunSpec spec, ModelInput input, Standardisation standardisation, DataSource source) {
        boolean hasLabel;
        try (Table table = open(
                spark, source.withLabel(""), NamedData.Part.TEST, spec.data().root())) {
            hasLabel = table.featureNames().contains(source.label())
                    && !input.featureNames().contains(source.label());
            if (!hasLabel) {
                return standardised(table, spec, input, standardisation);
            }
        }
        return other(spark, spec, input, standardisation, source, false);
    }

    private static Shards standardised(Table table, RunSpec spec, ModelInput input, Standardisation standardisation) {
        if (table.featureNames().size() != input.featureNames().size()
                || input.shape().size() == 1) {
            table.requireFeatures(input.featureNames());
        }
        Shards raw = table.shards(RowSelection.ALL, spec.cluster().shards());
        if (spec.model().generative()) {
            requirePixels(spec, raw.profile(), table.featureNames());
        }
        return raw.standardised(standardisation);
    }

    /** Models of rows are of pixels. */
    private static void requirePixels(RunSpec spec, DataProfile profile, List<String> names) {
        Moments pixels = profile.features();
        for (int c = 0; c < pixels.columns(); c++) {
            if (!(pixels.min()[c] >= 0 && pixels.max()[c] <= 1)) {
                throw new DataException("data: pixels out of range: model.name="
                        + spec.model().name() + " column=" + names.get(c) + " least=" + pixels.min()[c] + " largest="
                        + pixels.max()[c] + "; they are from 0 to 1: divide by the largest value");
            }
        }
    }

    /** A source with the run's reading options. */
    static DataSource source(DataSpec data, String uri, String labels) {
        return new DataSource(uri, labels, data.format(), data.label(), data.header(), data.sparse(), data.options());
    }

    /** The first held-out rows, for progress: enough for an accuracy to a percent or two. */
    public Batch heldOutSample() {
        if (heldOut.isEmpty()) {
            return new Batch(new float[0], new float[0], training.width());
        }
        List<io.elbo4j.data.Shard> first = heldOut.get().rdd().take(1);
        Batch rows = first.get(0).examples();
        return rows.slice(0, Math.min(rows.rows(), SAMPLE_ROWS));
    }

    private static final int SAMPLE_ROWS = 1000;

    static Table open(SparkSession spark, DataSource source, NamedData.Part part, String root) {
        Surroundings surroundings = Surroundings.ofProcess();
        NamedData names = new NamedData(spark.sparkContext().hadoopConfiguration(), surroundings, new HttpFetcher());
        return new DatasetReader(spark, surroundings).read(names.resolve(source, part, root));
    }

    private static void requireClasses(RunSpec spec, Table table, DataProfile profile) {
        boolean counted = spec.likelihood().family().equals("categorical")
                && spec.likelihood().classes() == 0;
        if (counted && profile.classes() == 0) {
            String where = table.firstBadTarget(new Categorical(DataProfile.MOST_CLASSES))
                    .map(bad -> " file=" + bad.file() + " row=" + bad.row() + " value=" + bad.target())
                    .orElse("");
            throw new DataException("data: targets are not classes: likelihood.family=categorical label="
                    + spec.data().label() + where
                    + "; labels must be whole numbers 0, 1, 2 ...: Spark ML's StringIndexer makes them of any values; for"
                    + " other targets set likelihood.family");
        }
        if (counted && profile.classes() < 2) {
            throw new DataException("data: only one class: file=" + table.files() + " label="
                    + spec.data().label() + " class=0; give rows of at least two, or set likelihood.classes");
        }
    }

    static Standardisation standardisation(RunSpec spec, DataProfile profile) {
        // Centring would make sparse rows dense: they are used as they are.
        Standardisation features = spec.data().standardise() && !profile.sparse()
                ? profile.standardisation()
                : Standardisation.identity(profile.width());
        boolean targets = spec.data().standardiseTarget() && spec.likelihood().isGaussian();
        return targets ? features.withTargets(profile.targets()) : features;
    }
}
