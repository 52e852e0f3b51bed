package io.elbo4j.spark.run;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import scala.collection.Iterator;

/**
 * Gauges of the driver in Spark's metrics system, for whatever sinks it has: the figures of the round that ended last. One a
 * session, also where trainings run beside each other.
 *
 * <p>Spark's plugins would be the public way in, but they are asked for when a session starts, and most sessions are started by
 * somebody else. {@code Source} and {@code MetricsSystem} are private to Spark in Scala only; they are the same from Spark 3.5 to 4.1.
 */
final class TrainingSource implements Source {

    static final String NAME = "elbo4j";

    /** Whatever a round has of these, by their names in {@code history.jsonl}; NaN for what it has not. */
    static final List<String> GAUGES = List.of(
            "round",
            "rounds",
            "elbo",
            "nll",
            "kl",
            "activeWeights",
            "heldOutAccuracy",
            "heldOutRmse",
            "heldOutNll",
            "bytesBroadcast",
            "bytesReduced",
            "roundSeconds");

    private final MetricRegistry registry = new MetricRegistry();
    private final AtomicInteger running = new AtomicInteger();
    private volatile Map<String, Double> figures = Map.of();

    TrainingSource() {
        registry.register("runningTrainings", (Gauge<Integer>) running::get);
        for (String name : GAUGES) {
            registry.register(name, (Gauge<Double>) () -> figures.getOrDefault(name, Double.NaN));
        }
    }

    /** The one of this process's session, registered where it is not yet. */
    static synchronized TrainingSource ofSession() {
        MetricsSystem system = SparkEnv.get().metricsSystem();
        Iterator<Source> found = system.getSourcesByName(NAME).iterator();
        while (found.hasNext()) {
            if (found.next() instanceof TrainingSource ours) {
                return ours;
            }
        }
        TrainingSource source = new TrainingSource();
        system.registerSource(source);
        return source;
    }

    @Override
    public String sourceName() {
        return NAME;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    /** So many trainings more. */
    void running(int more) {
        running.addAndGet(more);
    }

    /** What the gauges say from now on. */
    void show(Map<String, Double> now) {
        figures = now;
    }
}
