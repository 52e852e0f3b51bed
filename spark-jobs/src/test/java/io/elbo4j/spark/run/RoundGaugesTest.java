package io.elbo4j.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.Gauge;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoundGaugesTest {

    private final TrainingSource source = new TrainingSource();

    @Test
    void gauges_keepWhatARoundDidNotMeasure_andOfWhatTrainingItIs() {
        assertEquals(Double.NaN, value("elbo"));
        try (RoundGauges training = RoundGauges.begin(() -> source);
                RoundGauges beside = RoundGauges.begin(() -> source)) {
            assertEquals(2, value("runningTrainings"));
            training.round(1, 9, Map.of("round", 1, "elbo", -4.5, "heldOutAccuracy", 0.5), 100, 10, 0.25);
            training.round(2, 9, Map.of("round", 2, "elbo", -3.5, "unknownToSinks", 1.0), 200, 20, 0.5);
            assertEquals(-3.5, value("elbo"));
            assertEquals(0.5, value("heldOutAccuracy"));
            assertEquals(2.0, value("round"));
            assertEquals(9.0, value("rounds"));
            assertEquals(200.0, value("bytesBroadcast"));
            assertEquals(20.0, value("bytesReduced"));
            assertEquals(0.5, value("roundSeconds"));
            assertEquals(Double.NaN, value("kl"));
            beside.round(1, 3, Map.of("nll", 2.0), 1, 1, 1);
            assertEquals(2.0, value("nll"));
            assertEquals(Double.NaN, value("elbo"), "the other training's");
        }
        assertEquals(0, value("runningTrainings"));
        TreeSet<String> names = new TreeSet<>(TrainingSource.GAUGES);
        names.add("runningTrainings");
        assertEquals(names, source.metricRegistry().getNames());
    }

    @Test
    void metricsSystemThatIsAnother_costsNothing() {
        for (Throwable failure :
                new Throwable[] {new NoSuchMethodError("registerSource"), new NullPointerException()}) {
            try (RoundGauges training = RoundGauges.begin(() -> thrown(failure))) {
                training.round(1, 1, Map.of("elbo", 1.0), 0, 0, 0);
            }
        }
        assertEquals(Double.NaN, value("elbo"));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> TrainingSource thrown(Throwable failure) throws E {
        throw (E) failure;
    }

    private Object value(String name) {
        Gauge<?> gauge = source.metricRegistry().getGauges().get(name);
        return Objects.requireNonNull(gauge, name).getValue();
    }
}
