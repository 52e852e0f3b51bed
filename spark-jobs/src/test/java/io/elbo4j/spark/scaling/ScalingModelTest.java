package io.elbo4j.spark.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingModelTest {

    private static final double MEGABYTE = 1e6;
    private static final SparkCost SPARK = new SparkCost(0.05, 0.001, 0.03, 0.007, 1e-9);
    /** Steps on minibatches; 2 MB of state, 1 MB of a contribution, 2 MB of a group's. */
    private static final RoundWork STEPS =
            new RoundWork(0, 1, 0.002, 0.004, 0.01, 2 * MEGABYTE, 0, MEGABYTE, 2 * MEGABYTE);

    private static final ScalingModel MODEL = new ScalingModel(SPARK, 6400);

    /** With links of 100 MB/s. */
    private static Cluster cluster(int executors, int cores) {
        return new Cluster(executors, cores, 1e8);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "7, 3", "63, 6", "64, 7", "1000, 10"})
    void broadcast_ofOneBlock_doublesThoseWhoHaveIt(int executors, double blockTimes) {
        assertEquals(0.01 * blockTimes, ScalingModel.broadcastSeconds(MEGABYTE, cluster(executors, 1)), 1e-12);
    }

    @Test
    void broadcast_ofManyBlocks_isAPipeline() {
        double block = 4 << 20;
        assertEquals((100 + 7 - 1) * block / 1e8, ScalingModel.broadcastSeconds(100 * block, cluster(64, 1)), 1e-9);
        assertEquals(0, ScalingModel.broadcastSeconds(0, cluster(64, 1)));
        assertEquals(0, ScalingModel.broadcastSeconds(100 * block, new Cluster(1, 2, Double.POSITIVE_INFINITY)), 0);
    }

    @Test
    void round_ofUpToSixteenShards_isCollectedByTheDriver() {
        RoundCost round = MODEL.round(STEPS, cluster(4, 2), 16);
        assertEquals(2 * 1.0, round.compute(), 1e-12);
        // Three times 2 MB down the tree, and 16 MB up one link.
        assertEquals(3 * 0.02 + 16 * 0.01, round.link(), 1e-12);
        assertEquals(0.05 + 16 * 0.001 + 16e6 * 1e-9, round.spark(), 1e-12);
        assertEquals(0.002 + 16 * 0.004 + 0.01, round.driver(), 1e-12);
        assertEquals(round.compute() + round.link() + round.spark() + round.driver(), round.seconds(), 1e-12);
        assertEquals("compute", round.limit());
        assertEquals("link", round.overhead());
    }

    @Test
    void round_ofMoreShards_isFoldedInGroupsOfSixteen() {
        RoundCost round = MODEL.round(STEPS, cluster(8, 4), 40);
        // 40 shards on 32 slots; 3 groups, all at once.
        assertEquals(2 * 1.0 + 16 * 0.004, round.compute(), 1e-12);
        assertEquals(4 * 0.02 + 16 * 0.01 + 3 * 0.02, round.link(), 1e-12);
        assertEquals(0.05 + 40 * 0.001 + 6e6 * 1e-9 + 0.03 + 2 * 0.007 + 3 * 0.001, round.spark(), 1e-12);
        assertEquals(0.002 + 3 * 0.004 + 0.01, round.driver(), 1e-12);
    }

    @Test
    void round_thatReadsAllRows_isShorterOnSmallerShards() {
        RoundWork pass = new RoundWork(1600, 1, 0, 0, 0, 0, 0, 0, 0);
        assertEquals(1, MODEL.round(pass, cluster(4, 1), 4).compute(), 1e-12);
        assertEquals(0.25, MODEL.round(pass, cluster(16, 1), 16).compute(), 1e-12);
        assertEquals(1, MODEL.round(STEPS, cluster(16, 1), 16).compute(), 1e-12);
    }

    @Test
    void state_thatHoldsSites_growsWithTheShards() {
        RoundWork sites = new RoundWork(100, 1, 0, 0, 0, 1000, 500, 500, 8000);
        assertEquals(3000, sites.broadcastBytes(4));
        double small = MODEL.round(sites, cluster(4, 1), 4).link();
        double large = MODEL.round(sites, cluster(4, 1), 8).link();
        assertEquals((3 * 2000 + 4 * 500) / 1e8, large - small, 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"10Gb, 1.25e9", "25Gb, 3.125e9", "100Mb, 1.25e7", "2.5Gb, 3.125e8", "10Gb/s, 1.25e9", "10Gbps, 1.25e9"})
    void link_isInBitsASecond(String link, double bytes) {
        assertEquals(bytes, Cluster.of(1, 1, link).linkBytesPerSecond(), 1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "", "fast", "0Gb", "-1Gb", "10GB", "10kb"})
    void link_withoutAUnit_isAnError(String link) {
        SpecException error = assertThrows(SpecException.class, () -> Cluster.of(1, 1, link));
        assertTrue(String.valueOf(error.getMessage()).contains("link=" + link + ";"));
    }

    @Test
    void clusters_haveExecutorsAndCores() {
        assertThrows(SpecException.class, () -> Cluster.of(0, 1, "10Gb"));
        assertThrows(SpecException.class, () -> Cluster.of(1, 0, "10Gb"));
    }

    /** Compute that is shared out evenly beside a tenth that is not. */
    private static List<ScalingPoint> curve(double overhead) {
        List<ScalingPoint> points = new ArrayList<>();
        for (int executors = 1; executors <= 1024; executors *= 2) {
            points.add(
                    new ScalingPoint(executors, executors, 10, new RoundCost(1.0 / executors, 0, overhead, 0), false));
        }
        return points;
    }

    @Test
    void knee_isWhereExecutorsAreHalfUsed() {
        // (1 + 0.1) / (E (1 / E + 0.1)) ≥ 1/2 for E ≤ 12.
        assertEquals(8, ScalingPoint.knee(curve(0.1)).executors());
        assertEquals("Spark", ScalingPoint.kneeLimit(curve(0.1)));
        assertEquals(1024, ScalingPoint.knee(curve(0)).executors());
        assertEquals("none", ScalingPoint.kneeLimit(curve(0)));
        assertTrue(ScalingText.kneeText(curve(0.1)).startsWith("knee: up to 8 executors"));
        assertTrue(ScalingText.kneeText(curve(0)).startsWith("no knee"));
    }

    @Test
    void knee_whereNoShardsAreLeft_isOfTheRows() {
        RoundCost round = new RoundCost(1, 0, 0.01, 0);
        List<ScalingPoint> points = List.of(
                new ScalingPoint(1, 4, 100, round.times(4), false),
                new ScalingPoint(4, 4, 100, round, false),
                new ScalingPoint(16, 4, 100, round, true));
        assertEquals(4, ScalingPoint.knee(points).executors());
        assertEquals("rows", ScalingPoint.kneeLimit(points));
        assertEquals("rows", points.get(2).limit());
    }
}
