package io.elbo4j.spark.scaling;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.density.Network;
import io.elbo4j.math.Key;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.report.Page;
import io.elbo4j.spark.report.ScalingPage;
import io.elbo4j.spark.run.SparkRunner;
import io.elbo4j.spark.run.StepTimes;
import io.elbo4j.spark.run.TrainingData;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What a training would take on other machines, from constants that are measured on the ones at hand. */
public final class Scaling {

    private static final int[] EXECUTORS = {
        1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1000
    };
    private static final int WARM_ROUNDS = 4;
    private static final int LEAST_CHECKED = 12;
    private static final int MOST_CHECKED = 300;

    private final JavaSparkContext spark;
    private final TrainedModel<?> model;
    private final TrainingData data;
    private final Calibration calibration;
    private final double modelBytes;
    private final double seconds;

    private Scaling(
            JavaSparkContext spark,
            TrainedModel<?> model,
            TrainingData data,
            Calibration calibration,
            double modelBytes,
            double seconds) {
        this.spark = spark;
        this.model = model;
        this.data = data;
        this.calibration = calibration;
        this.modelBytes = modelBytes;
        this.seconds = seconds;
    }

    /**
     * Reads the data and measures.
     *
     * @param seconds for which the steps of shards are measured, after a warm-up of half as long
     */
    public static Scaling measured(SparkSession session, RunSpec spec, String dl4j, double seconds) {
        TrainingData data = TrainingData.read(session, spec, dl4j);
        TrainedModel<?> model = TrainedModel.untrained(spec, data.input(), data.standardisation());
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        double mebibytes = StepTimes.of(
                                        with(spec, Map.of("cluster.shards", "1")),
                                        data.input().shape(),
                                        0,
                                        2)
                                .get("heapMiB")
                        instanceof Double heap
                ? heap
                : 0;
        Calibration calibration = Calibration.of(spark, model, data, seconds);
        return new Scaling(spark, model, data, calibration, Math.max(0, mebibytes) * (1 << 20), seconds);
    }

    private static RunSpec with(RunSpec spec, Map<String, String> changes) {
        List<String> overrides = new ArrayList<>();
        changes.forEach((key, value) -> overrides.add(key + "=" + value));
        return RunSpec.of(Settings.of(spec.settings().render(), "plan", overrides));
    }

    /** The training on 1 to 1000 executors, each point with a shard a core, but not fewer than the settings say. */
    List<ScalingPoint> curve(Cluster cluster) {
        List<ScalingPoint> points = new ArrayList<>();
        for (int executors : EXECUTORS) {
            points.add(point(cluster.with(executors)));
        }
        return points;
    }

    ScalingPoint point(Cluster cluster) {
        int configured = model.spec().cluster().shards();
        int shards = (int) Math.max(configured, Math.min(cluster.slots(), mostShards()));
        RunSpec spec = with(model.spec(), Map.of("cluster.shards", String.valueOf(shards)));
        int rounds = rounds(spec);
        ScalingModel formula =
                new ScalingModel(calibration.spark(), data.training().rows());
        RoundCost mean = new RoundCost(0, 0, 0, 0);
        for (Map.Entry<Double, RoundWork> kind : calibration.work().entrySet()) {
            double share = share(kind.getKey(), spec, rounds);
            mean = mean.plus(formula.round(kind.getValue(), cluster, shards).times(share));
        }
        return new ScalingPoint(cluster.executors(), shards, rounds, mean, shards < cluster.slots());
    }

    /** More would leave a shard without a minibatch, or without a row. */
    private long mostShards() {
        long rows = data.training().rows();
        return calibration.work().containsKey(StepProbe.PASS)
                ? rows
                : rows / model.spec().train().batch();
    }

    private int rounds(RunSpec spec) {
        int rounds = TrainedModel.untrained(spec, data.input(), data.standardisation())
                .job()
                .rounds();
        int limit = spec.train().rounds();
        return limit > 0 ? Math.min(limit, rounds) : rounds;
    }

    /** The part of the rounds that are of this kind. A dense training has the value rounds alone. */
    private double share(double kind, RunSpec spec, int rounds) {
        if (!spec.model().name().equals("ssvi") || calibration.work().size() == 1) {
            return 1;
        }
        double values = Math.min(1, rounds(with(spec, Map.of("model.name", "mfvi"))) / (double) rounds);
        return kind == StepProbe.SUPPORT ? 1 - values : values;
    }

    Calibration calibration() {
        return calibration;
    }

    /** Whether the number of rounds is a limit, before which a run may come to rest. */
    boolean mayEndEarlier() {
        return calibration.work().containsKey(StepProbe.PASS) && model.job().rounds() > 1;
    }

    Network network() {
        return model.network();
    }

    RunSpec spec() {
        return model.spec();
    }

    /** On the heap of an executor: its shards, twice while they are standardised, and a model and messages a core. */
    double executorBytes(Cluster cluster, ScalingPoint point) {
        double row = 4.0 * (data.training().width() + 1);
        double rows = Math.ceil((double) point.shards() / cluster.executors())
                * data.training().rows()
                / point.shards();
        return 2 * row * rows
                + stateBytes(point)
                + cluster.cores() * (modelBytes + stateBytes(point) + 2 * contributionBytes());
    }

    /** On the heap of the driver: the model, the state as it is sent, and what is collected at once. */
    double driverBytes(ScalingPoint point) {
        double messages = point.shards() <= OrderedFold.FAN_IN
                ? point.shards() * contributionBytes()
                : Math.ceil((double) point.shards() / OrderedFold.FAN_IN)
                        * calibration.work().values().stream()
                                .mapToDouble(RoundWork::groupBytes)
                                .max()
                                .orElse(0);
        // As bytes and as the values in them.
        return modelBytes + 2 * stateBytes(point) + 3 * messages;
    }

    double stateBytes(ScalingPoint point) {
        return calibration.work().values().stream()
                .mapToDouble(work -> work.broadcastBytes(point.shards()))
                .max()
                .orElse(0);
    }

    private double contributionBytes() {
        return calibration.work().values().stream()
                .mapToDouble(RoundWork::contributionBytes)
                .max()
                .orElse(0);
    }

    /** The plan as text. */
    public String text(Cluster cluster) {
        return new ScalingText(this).of(cluster);
    }

    /** The curve as a page. */
    public Page page(Cluster cluster) {
        List<ScalingPoint> points = curve(cluster);
        return ScalingPage.of(
                points.stream().map(point -> (double) point.executors()).toList(),
                points.stream().map(ScalingPoint::totalSeconds).toList(),
                points.indexOf(ScalingPoint.knee(points)),
                cluster.text(),
                ScalingText.kneeText(points));
    }

    /** Runs rounds here for twice as long as steps were measured, and sets what they take against the formula. */
    public Map<String, Object> check() {
        return check(model);
    }

    private <S> Map<String, Object> check(TrainedModel<S> checked) {
        return check(checked, checked.job().algorithm());
    }

    private <S, U> Map<String, Object> check(TrainedModel<S> checked, Algorithm<S, U> algorithm) {
        int shards = data.training().count();
        ScalingModel formula =
                new ScalingModel(calibration.spark(), data.training().rows());
        CheckedRounds<S> rounds = new CheckedRounds<>(
                checked,
                data.heldOutSample(),
                WARM_ROUNDS,
                LEAST_CHECKED,
                2 * seconds,
                kind -> formula.round(
                                calibration
                                        .work()
                                        .getOrDefault(
                                                kind,
                                                calibration
                                                        .work()
                                                        .values()
                                                        .iterator()
                                                        .next()),
                                calibration.machines(),
                                shards)
                        .seconds());
        SparkRunner runner = new SparkRunner(spark, data.training().rdd());
        // A training that is over sooner has its only rounds again and again.
        int whole = calibration.work().containsKey(StepProbe.PASS)
                ? MOST_CHECKED
                : Math.min(MOST_CHECKED, checked.job().rounds());
        runner.run(algorithm, checked.state(), 0, whole, Key.of(checked.spec().seed()), rounds);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("master", spark.master());
        figures.put("checkedRounds", rounds.count());
        figures.put("predictedSeconds", rounds.predicted());
        figures.put("measuredSeconds", rounds.measured());
        figures.put("ratio", rounds.predicted() / rounds.measured());
        return figures;
    }
}
