package io.elbo4j.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.run.MemoryPlan.Need;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class MemoryPlanTest {

    private static final int INPUTS = 64;

    private static RunSpec spec(String model, int width) {
        return RunSpec.of(Settings.of(
                "",
                "none",
                List.of(
                        "model.name=" + model,
                        "network.layers=[\"dense " + width + "\",relu,\"dense " + width + "\",relu]",
                        "likelihood.classes=10",
                        "cluster.localSteps=2")));
    }

    private static TrainedModel<?> model(RunSpec spec) {
        return TrainedModel.unread(spec, List.of(INPUTS), 1000, "");
    }

    /** What a step leaves reachable is a part of what it needs while it runs. */
    @ParameterizedTest
    @CsvSource({"mfvi,1000", "ssvi,1500"})
    void task_isEstimatedAtNoLessThanWhatIsMeasured(String name, int width) {
        RunSpec spec = spec(name, width);
        double measured = Double.parseDouble(
                String.valueOf(StepTimes.of(spec, List.of(INPUTS), 0, 2).get("heapMiB")));
        double estimated = MemoryPlan.taskBytes(model(spec), false) / (1 << 20);
        System.out.println(name + ": estimatedMiB=" + estimated + " measuredMiB=" + measured);
        assertTrue(estimated >= measured && estimated < 6 * measured, estimated + " against " + measured);
    }

    /** A million hashed features: rows are never made dense. */
    @Test
    void sparseRows_takeNoBatchOfAllFeatures() {
        TrainedModel<?> wide = TrainedModel.unread(spec("ssvi", 10), List.of(1 << 20), 1000, "");
        double batch = 4.0 * (1 << 20) * wide.spec().train().batch();
        assertTrue(MemoryPlan.taskBytes(wide, false) > 4 * batch);
        assertEquals(4 * batch, MemoryPlan.taskBytes(wide, false) - MemoryPlan.taskBytes(wide, true), 1);
    }

    @Test
    void plan_namesWhatDoesNotFit_andTheFlagThatHelps(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        assertEquals(
                List.of(), MemoryPlan.of(spark, model(spec("ssvi", 10)), false).warnings());
        Need need = MemoryPlan.of(spark, model(spec("mfvi", 10)), false).needs().get(0);
        Need less = new Need(need.process(), need.bytes(), 100 << 20, need.setting());
        String warning = new MemoryPlan(List.of(less)).warnings().get(0);
        assertTrue(
                warning.matches("memory: probably too small: process=\"heap\" needs about \\d+ MiB, has 100 MiB;"
                        + " ELBO4J_JAVA_OPTS=-Xmx512m"),
                warning);
        assertTrue(new MemoryPlan(List.of(less)).text().contains("give it more: ELBO4J_JAVA_OPTS=-Xmx512m"), "text");
    }
}
