package io.elbo4j.spark.scaling;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.eval.Metrics;
import io.elbo4j.math.Key;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.SparkRunner;
import io.elbo4j.spark.run.TrainingData;
import io.elbo4j.spark.run.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The constants of a model's rounds, measured on the master at hand with rounds of shards that have rows and of some that have none.
 *
 * @param machines on which it was measured
 * @param spark what Spark takes
 * @param work what each kind of round has to do
 */
record Calibration(Cluster machines, SparkCost spark, Map<Double, RoundWork> work) {

    private static final int LEAST_ROUNDS = 10;
    private static final int MOST_ROUNDS = 400;
    private static final int WARM_ROUNDS = 3;
    private static final int EMPTY_ROUNDS = 10;
    private static final int PAYLOAD = 1 << 19;

    /**
     * Measures with the data of the training.
     *
     * @param seconds for which shards with rows are worked on, after half as many that warm up
     */
    static <S> Calibration of(JavaSparkContext spark, TrainedModel<S> model, TrainingData data, double seconds) {
        return of(spark, model, model.job().algorithm(), data, seconds);
    }

    private static <S, U> Calibration of(
            JavaSparkContext spark,
            TrainedModel<S> model,
            Algorithm<S, U> algorithm,
            TrainingData data,
            double probeSeconds) {
        int slots = spark.defaultParallelism();
        Cluster machines = machines(spark, slots);
        // Short steps are over before the compilers are: what the first probe says of them is forgotten.
        probed(algorithm, model, data, slots, probeSeconds / 2);
        List<double[]> probed = probed(algorithm, model, data, slots, probeSeconds);
        double decode = mean(probed, StepProbe.DECODE_STATE);
        double encode = mean(probed, StepProbe.ENCODE_STATE);
        SparkCost cost = sparkCost(spark, algorithm, model, slots, decode, encode, probeSeconds);
        double judging = heldOutSeconds(model, data);
        int shards = data.training().count();
        double rows = (double) data.training().rows() / shards;
        double perShard = bytesPerShard(spark, algorithm, model, data, probed);
        Map<Double, RoundWork> work = new LinkedHashMap<>();
        for (double kind : new double[] {StepProbe.PASS, StepProbe.STEPS, StepProbe.SUPPORT}) {
            List<double[]> rounds = probed.stream()
                    .filter(round -> round[StepProbe.KIND] == kind)
                    .toList();
            if (!rounds.isEmpty()) {
                work.put(
                        kind,
                        new RoundWork(
                                kind == StepProbe.PASS ? rows : 0,
                                mean(rounds, StepProbe.TASK),
                                mean(rounds, StepProbe.ENCODE_STATE),
                                mean(rounds, StepProbe.TAKE_IN),
                                mean(rounds, StepProbe.FINISH) + judging,
                                mean(rounds, StepProbe.STATE_BYTES) - perShard,
                                perShard,
                                mean(rounds, StepProbe.CONTRIBUTION_BYTES),
                                mean(rounds, StepProbe.GROUP_BYTES)));
            }
        }
        return new Calibration(machines, cost, work);
    }

    /** Here nothing travels over a link, or over one whose cost is already in what Spark takes. */
    private static Cluster machines(JavaSparkContext spark, int slots) {
        // The driver is among them.
        int executors = Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
        return new Cluster(executors, Math.max(1, slots / executors), Double.POSITIVE_INFINITY);
    }

    /** Rounds of one shard a core, all at once; the first half is for the virtual machines' compilers. */
    private static <S, U> List<double[]> probed(
            Algorithm<S, U> algorithm, TrainedModel<S> model, TrainingData data, int slots, double seconds) {
        byte[] initial = Wire.bytes(algorithm.state(), model.state());
        // Within the schedule of the training, which has every kind of round in its first three quarters.
        int most = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, 3 * model.job().rounds() / 4));
        Key key = Key.of(model.spec().seed());
        List<double[]> tasks = data.training()
                .rdd()
                .mapPartitionsWithIndex(
                        (index, shards) -> index < slots
                                ? List.of(StepProbe.run(
                                                algorithm,
                                                Wire.value(algorithm.state(), initial),
                                                shards.next(),
                                                key,
                                                seconds,
                                                LEAST_ROUNDS,
                                                most))
                                        .iterator()
                                : Collections.<double[]>emptyIterator(),
                        true)
                .collect();
        List<double[]> rounds = new ArrayList<>();
        for (double[] task : tasks) {
            int count = task.length / StepProbe.FIELDS;
            for (int round = count / 2; round < count; round++) {
                rounds.add(Arrays.copyOfRange(task, round * StepProbe.FIELDS, (round + 1) * StepProbe.FIELDS));
            }
        }
        return rounds;
    }

    /** From rounds of shards without rows: few, as many as are collected at once, and enough for a second level. */
    private static <S, U> SparkCost sparkCost(
            JavaSparkContext spark,
            Algorithm<S, U> algorithm,
            TrainedModel<S> model,
            int slots,
            double decode,
            double encode,
            double emptySeconds) {
        int few = 2;
        int many = OrderedFold.FAN_IN;
        int deep = many + 2;
        int deeper = 2 * many;
        Map<Integer, Double> seconds =
                emptyRounds(spark, algorithm, model, List.of(few, many, deep, deeper), emptySeconds);
        double task = perUnit(
                seconds(seconds, many) - seconds(seconds, few) - (waves(many, slots) - waves(few, slots)) * decode,
                many - few);
        double round = Math.max(0, seconds(seconds, few) - few * task - waves(few, slots) * decode - encode);
        double[] second = new double[2];
        for (int i = 0; i < 2; i++) {
            int shards = i == 0 ? deep : deeper;
            double flat = round + (shards + 2) * task + waves(shards, slots) * decode + encode;
            second[i] = Math.max(0, seconds(seconds, shards) - flat);
        }
        double shuffled = perUnit(second[1] - second[0], waves(deeper, slots) - waves(deep, slots));
        double constant = Math.max(0, second[1] - waves(deeper, slots) * shuffled);
        return new SparkCost(round, task, constant, shuffled, collectedByte(spark, slots));
    }

    private static double perUnit(double seconds, double units) {
        return units == 0 ? 0 : Math.max(0, seconds / units);
    }

    private static double waves(int shards, int slots) {
        return ScalingModel.waves(shards, slots);
    }

    private static double seconds(Map<Integer, Double> byShards, int shards) {
        return byShards.getOrDefault(shards, 0.0);
    }

    /** Medians. The first repetition warms up what they all share; then each number of shards sees the same machine. */
    private static <S, U> Map<Integer, Double> emptyRounds(
            JavaSparkContext spark,
            Algorithm<S, U> algorithm,
            TrainedModel<S> model,
            List<Integer> numbers,
            double leastSeconds) {
        Map<Integer, List<Double>> seconds = new LinkedHashMap<>();
        for (int shards : numbers) {
            emptyRounds(spark, algorithm, model, shards, WARM_ROUNDS);
        }
        long started = System.nanoTime();
        while (seconds.isEmpty() || (System.nanoTime() - started) * 1e-9 < leastSeconds) {
            for (int shards : numbers) {
                List<Double> each = emptyRounds(spark, algorithm, model, shards, EMPTY_ROUNDS);
                seconds.computeIfAbsent(shards, none -> new ArrayList<>()).addAll(each);
            }
        }
        Map<Integer, Double> medians = new LinkedHashMap<>();
        seconds.forEach((shards, each) -> medians.put(shards, median(each)));
        return medians;
    }

    private static <S, U> List<Double> emptyRounds(
            JavaSparkContext spark, Algorithm<S, U> algorithm, TrainedModel<S> model, int shards, int rounds) {
        Batch none = new Batch(
                new float[0], new float[0], model.input().featureNames().size());
        List<Shard> empty = IntStream.range(0, shards)
                .mapToObj(index -> new Shard(index, shards, 0, none))
                .toList();
        JavaRDD<Shard> rdd = spark.parallelize(empty, shards);
        List<Double> seconds = new ArrayList<>();
        long[] before = {System.nanoTime()};
        new SparkRunner(spark, rdd).run(algorithm, model.state(), 0, rounds, Key.of(1), (round, outcome) -> {
            long now = System.nanoTime();
            seconds.add((now - before[0]) * 1e-9);
            before[0] = now;
            return true;
        });
        return seconds.subList(2, rounds);
    }

    private static double collectedByte(JavaSparkContext spark, int slots) {
        double without = median(collections(spark, slots, 1));
        double with = median(collections(spark, slots, PAYLOAD));
        return Math.max(0, with - without) / ((double) slots * PAYLOAD);
    }

    private static List<Double> collections(JavaSparkContext spark, int tasks, int bytes) {
        JavaRDD<Integer> numbers =
                spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
        List<Double> seconds = new ArrayList<>();
        for (int repeat = 0; repeat < 12; repeat++) {
            long started = System.nanoTime();
            numbers.map(number -> incompressible(number, bytes)).collect();
            seconds.add((System.nanoTime() - started) * 1e-9);
        }
        return seconds.subList(4, seconds.size());
    }

    private static byte[] incompressible(int number, int bytes) {
        byte[] payload = new byte[bytes];
        int state = number + 1;
        for (int i = 0; i < bytes; i++) {
            state = state * 1664525 + 1013904223;
            payload[i] = (byte) (state >>> 24);
        }
        return payload;
    }

    /** What a state has more for every shard: the shards' sites. Found from a second round of all shards. */
    private static <S, U> double bytesPerShard(
            JavaSparkContext spark,
            Algorithm<S, U> algorithm,
            TrainedModel<S> model,
            TrainingData data,
            List<double[]> probed) {
        int shards = data.training().count();
        if (shards == 1 || probed.get(0)[StepProbe.KIND] != StepProbe.PASS) {
            return 0;
        }
        SparkRunner runner = new SparkRunner(spark, data.training().rdd());
        List<Long> bytes = new ArrayList<>(List.of(0L));
        runner.run(algorithm, model.state(), 0, 4, Key.of(model.spec().seed()), (round, outcome) -> {
            bytes.add(runner.bytesBroadcast());
            return true;
        });
        int last = bytes.size() - 1;
        double alone = probed.get(probed.size() - 1)[StepProbe.STATE_BYTES];
        return Math.max(0, (bytes.get(last) - bytes.get(last - 1) - alone) / (shards - 1.0));
    }

    /** What training does between rounds with the rows that are held out. */
    private static double heldOutSeconds(TrainedModel<?> model, TrainingData data) {
        Batch rows = data.heldOutSample();
        if (rows.rows() == 0) {
            return 0;
        }
        Predictive predictive = Predictive.of(model, true);
        List<Double> seconds = new ArrayList<>();
        for (int repeat = 0; repeat < 20; repeat++) {
            long started = System.nanoTime();
            Metrics.of(predictive.of(rows, PosteriorDraws.mean(model.posterior())));
            seconds.add((System.nanoTime() - started) * 1e-9);
        }
        return median(seconds.subList(10, 20)) / model.spec().evaluate().everyRounds();
    }

    private static double mean(List<double[]> rounds, int field) {
        return rounds.stream().mapToDouble(round -> round[field]).average().orElse(0);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
