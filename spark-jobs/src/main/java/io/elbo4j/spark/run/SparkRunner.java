package io.elbo4j.spark.run;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.RoundListener;
import io.elbo4j.algorithm.Runner;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Runs rounds on Spark: the state is broadcast, and one job of plain tasks runs a round. Contributions are combined in the order of
 * {@link OrderedFold}, never in the order of their arrival, so that cores, executors, retries and speculation do not show in
 * the result.
 */
public final class SparkRunner implements Runner {

    private final JavaSparkContext spark;
    private final JavaRDD<Shard> shards;
    private final Patience patience;
    private final Consumer<String> tell;
    private long bytesBroadcast;
    private long bytesReduced;
    private List<String> notFinite = List.of();

    /** Runs on these shards, one a partition, in order; waits for as long as a round takes. */
    public SparkRunner(JavaSparkContext spark, JavaRDD<Shard> shards) {
        this(spark, shards, Patience.minutes(0), text -> {});
    }

    /**
     * The same, but not for ever.
     *
     * @param tell is told what a long round waits for
     */
    SparkRunner(JavaSparkContext spark, JavaRDD<Shard> shards, Patience patience, Consumer<String> tell) {
        this.spark = spark;
        this.shards = shards;
        this.patience = patience;
        this.tell = tell;
    }

    /** Bytes of all states sent so far, each counted once (Spark passes them on between executors). */
    public long bytesBroadcast() {
        return bytesBroadcast;
    }

    /** Bytes of all contributions sent so far. */
    public long bytesReduced() {
        return bytesReduced;
    }

    @Override
    public <S, U> S run(Algorithm<S, U> algorithm, S initial, int from, int to, Key key, RoundListener<S> listener) {
        S state = initial;
        try (StateBroadcast<S> states = new StateBroadcast<>(spark, algorithm.state());
                RoundWatch watch = new RoundWatch(spark, patience, tell)) {
            for (int index = from; index < to; index++) {
                String description = algorithm.name() + " round " + (index + 1) + "/" + to;
                long before = states.bytes();
                Round<S> round = new Round<>(index, state, key);
                StateBroadcast.Sent<S> sent = states.send(algorithm.step().told(round));
                bytesBroadcast += states.bytes() - before;
                U combined =
                        watched(watch, index, description, () -> contributions(algorithm, sent, round.index(), key));
                Outcome<S> outcome;
                try {
                    outcome = algorithm.merge().finish(round, combined);
                } catch (DivergedException e) {
                    throw e.of(notFinite);
                }
                state = outcome.state();
                if (!listener.completed(index, outcome)) {
                    break;
                }
            }
        }
        return state;
    }

    private <S, U> U contributions(Algorithm<S, U> algorithm, StateBroadcast.Sent<S> sent, int index, Key key) {
        JavaRDD<byte[]> local = shards.map(shard -> Wire.bytes(
                algorithm.contribution(), algorithm.step().run(new Round<>(index, sent.value(), key), shard)));
        return combined(algorithm, local);
    }

    /** A round is a function of its state, so one that was ended is begun again. */
    private static <U> U watched(RoundWatch watch, int index, String description, Supplier<U> work) {
        for (int tries = 1; ; tries++) {
            String waiting;
            watch.begin(index, description);
            try {
                U done = work.get();
                watch.end();
                return done;
            } catch (Exception e) {
                waiting = watch.waiting();
                if (!watch.end()) {
                    throw Failures.original(e);
                }
            }
            if (tries == Patience.TRIES) {
                throw new StalledException(index, tries, waiting);
            }
        }
    }

    private <S, U> U combined(Algorithm<S, U> algorithm, JavaRDD<byte[]> local) {
        Merge<S, U> merge = algorithm.merge();
        List<U> values = new ArrayList<>();
        boolean grouped = local.getNumPartitions() > OrderedFold.FAN_IN;
        if (!grouped) {
            for (byte[] bytes : local.collect()) {
                bytesReduced += bytes.length;
                values.add(Wire.value(algorithm.contribution(), bytes));
            }
        } else {
            List<Tuple2<Integer, Tuple2<Long, byte[]>>> groups = new ArrayList<>(groups(algorithm, local));
            groups.sort(Comparator.comparing(Tuple2::_1));
            for (Tuple2<Integer, Tuple2<Long, byte[]>> group : groups) {
                bytesReduced += group._2()._1();
                values.add(Wire.value(algorithm.contribution(), group._2()._2()));
            }
        }
        notFinite = OrderedFold.notFinite(merge, values, grouped ? OrderedFold.FAN_IN : 1);
        return OrderedFold.of(merge, values);
    }

    /** The first level of the fold, on executors, so that the driver never holds every contribution at once. */
    private static <S, U> List<Tuple2<Integer, Tuple2<Long, byte[]>>> groups(
            Algorithm<S, U> algorithm, JavaRDD<byte[]> local) {
        int groups = (local.getNumPartitions() + OrderedFold.FAN_IN - 1) / OrderedFold.FAN_IN;
        return local.mapPartitionsWithIndex(
                        (partition, bytes) -> List.of(new Tuple2<>(
                                        partition / OrderedFold.FAN_IN, new Tuple2<>(partition, bytes.next())))
                                .iterator(),
                        true)
                .mapToPair(pair -> pair)
                .groupByKey(groups)
                .mapValues(members -> {
                    List<Tuple2<Integer, byte[]>> ordered = new ArrayList<>();
                    members.forEach(ordered::add);
                    ordered.sort(Comparator.comparing(Tuple2::_1));
                    long bytes = 0;
                    List<U> values = new ArrayList<>();
                    for (Tuple2<Integer, byte[]> member : ordered) {
                        bytes += member._2().length;
                        values.add(Wire.value(algorithm.contribution(), member._2()));
                    }
                    U sum = OrderedFold.group(algorithm.merge(), values);
                    return new Tuple2<>(bytes, Wire.bytes(algorithm.contribution(), sum));
                })
                .collect();
    }
}
