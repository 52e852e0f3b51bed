package io.elbo4j.spark.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Spark's metrics system how one training goes. Where that has no place for it, the training goes on without. */
final class RoundGauges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoundGauges.class);

    private final Optional<TrainingSource> source;
    private final Map<String, Double> figures = new HashMap<>();

    private RoundGauges(Optional<TrainingSource> source) {
        this.source = source;
        source.ifPresent(gauges -> gauges.running(1));
    }

    /** Of a training that begins now, in this process's session. */
    static RoundGauges begin() {
        return begin(TrainingSource::ofSession);
    }

    /** The same, with gauges from elsewhere. */
    static RoundGauges begin(Supplier<TrainingSource> source) {
        try {
            return new RoundGauges(Optional.of(source.get()));
        } catch (RuntimeException | LinkageError e) {
            // A Spark whose metrics system is another: figures are lost for its sinks, and nothing else.
            LOG.info("metrics: no gauges in Spark's metrics system: cause=\"{}\"; the training goes on", e.toString());
            return new RoundGauges(Optional.empty());
        }
    }

    /**
     * A round has ended. What it did not measure stays as it was.
     *
     * @param round from 1
     * @param rounds in all
     * @param line of the history
     * @param bytesBroadcast so far
     * @param bytesReduced so far
     * @param seconds of this round
     */
    void round(
            int round, int rounds, Map<String, Object> line, long bytesBroadcast, long bytesReduced, double seconds) {
        line.forEach((name, value) -> {
            if (value instanceof Number number) {
                figures.put(name, number.doubleValue());
            }
        });
        figures.put("round", (double) round);
        figures.put("rounds", (double) rounds);
        figures.put("bytesBroadcast", (double) bytesBroadcast);
        figures.put("bytesReduced", (double) bytesReduced);
        figures.put("roundSeconds", seconds);
        source.ifPresent(gauges -> gauges.show(Map.copyOf(figures)));
    }

    /** The training has ended, however it did; its last figures stay. */
    @Override
    public void close() {
        source.ifPresent(gauges -> gauges.running(-1));
    }
}
