package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

    private static final String CONF = "../conf/fashion-mnist-mlp.conf";

    @Test
    void bench_ofASparseNetwork_measuresValueStepsAndSupportSteps() {
        JsonNode times = Cli.plain(
                        "bench",
                        CONF,
                        "--shape",
                        "30",
                        "--rounds",
                        "12",
                        "--set",
                        "train.batch=10",
                        "--set",
                        "cluster.localSteps=2",
                        "--set",
                        "model.support.everySteps=2")
                .ok()
                .json();
        assertTrue(times.get("stepMs").asDouble() > 0, times.toString());
        assertTrue(times.get("supportMs").asDouble() > 0, times.toString());
        assertEquals(0.05, times.get("density").asDouble(), 0.001);
        assertEquals(10, times.get("batch").asInt());
    }

    @Test
    void bench_ofADenseImageNetwork_hasNoSupportSteps() {
        JsonNode times = Cli.plain(
                        "bench",
                        "../conf/fashion-mnist-mfvi.conf",
                        "--shape",
                        "1,16,16",
                        "--rounds",
                        "2",
                        "--set",
                        "train.batch=5",
                        "--set",
                        "cluster.localSteps=2")
                .ok()
                .json();
        assertFalse(times.has("supportMs"));
        assertEquals(1, times.get("density").asDouble());
    }

    @Test
    void bench_withSizesOutOfRange_isAUsageError() {
        Cli.plain("bench", CONF, "--rounds", "1").failed(Main.USAGE, "rounds=1");
        Cli.plain("bench", CONF, "--shape", "0").failed(Main.USAGE, "shape=[0]");
    }
}
