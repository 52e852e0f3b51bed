package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void bench_atSeveralDensities_measuresEach_andWritesThem(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("densities.json");
        JsonNode all = Cli.plain(
                        "bench",
                        CONF,
                        "--shape",
                        "40",
                        "--rounds",
                        "2",
                        "--densities",
                        "1,0.2",
                        "--out",
                        out.toString(),
                        "--set",
                        "train.batch=10",
                        "--set",
                        "cluster.localSteps=2")
                .ok()
                .json();
        assertEquals(2, all.size());
        assertEquals(1, all.get(0).get("density").asDouble());
        assertEquals(0.2, all.get(1).get("density").asDouble(), 0.001);
        assertEquals(20, all.get(1).get("stateBytesPerActiveWeight").asInt());
        assertTrue(all.get(1).get("heapMiB").isNumber(), all.toString());
        assertEquals(all, new ObjectMapper().readTree(Files.readString(out)));
    }

    @Test
    void bench_withSizesOutOfRange_isAUsageError() {
        Cli.plain("bench", CONF, "--rounds", "1").failed(Main.USAGE, "rounds=1");
        Cli.plain("bench", CONF, "--shape", "0").failed(Main.USAGE, "shape=[0]");
    }
}
