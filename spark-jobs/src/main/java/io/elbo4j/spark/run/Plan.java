package io.elbo4j.spark.run;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.models.ModelInput;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spec.RunSpec;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What a run would do, without doing it. */
public final class Plan {

    private Plan() {}

    /** Reads the data and describes the run. */
    public static String of(SparkSession spark, RunSpec spec, String dl4j) {
        TrainingData data = TrainingData.read(spark, spec, dl4j);
        TrainedModel<?> model = TrainedModel.untrained(spec, data.input(), data.standardisation());
        return described(model, data.profile().contentHash())
                + MemoryPlan.of(
                                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                                model,
                                data.profile().sparse())
                        .text();
    }

    /**
     * Describes the run on rows that are not read.
     *
     * @param shape of a row
     */
    public static String of(RunSpec spec, String dl4j, List<Integer> shape) {
        long rows = (long) spec.cluster().shards() * spec.train().batch();
        return described(TrainedModel.unread(spec, shape, rows, dl4j), "");
    }

    private static String described(TrainedModel<?> model, String contentHash) {
        RunSpec spec = model.spec();
        ModelInput input = model.input();
        StringBuilder text = new StringBuilder();
        line(text, "model", spec.model().name() + ", " + spec.likelihood().family());
        line(
                text,
                "data",
                (contentHash.isEmpty() ? "not read" : input.trainingRows() + " rows") + ", shape " + input.shape()
                        + ", " + input.classes() + " classes"
                        + (contentHash.isEmpty() ? "" : ", sha256 " + contentHash));
        line(
                text,
                "shards",
                spec.cluster().shards() + ", merged by " + spec.cluster().merge());
        if (!contentHash.isEmpty()) {
            line(text, "rounds", String.valueOf(model.job().rounds()));
        }
        blocks(text, model);
        return text.toString();
    }

    /** Parameters, and the multiplications of one row's forward pass, through one component of a mixture: of the active weights, and of all. */
    private static void blocks(StringBuilder text, TrainedModel<?> model) {
        long[] perWeight = MemoryPlan.multiplicationsPerWeight(model);
        List<ParameterBlock> blocks = model.layout().blocks();
        int components = model.posterior().components().size();
        String each = components == 1 ? "" : components + " × ";
        long work = 0;
        long dense = 0;
        for (int b = 0; b < blocks.size(); b++) {
            ParameterBlock block = blocks.get(b);
            int active = model.posterior().active(block);
            work += perWeight[b] * active;
            dense += perWeight[b] * block.size();
            line(
                    text,
                    block.name(),
                    String.format(Locale.ROOT, "%s  %d of %s%d active", block.shape(), active, each, block.size()));
        }
        work /= components;
        line(
                text,
                "multiplications a row",
                work == dense
                        ? String.format(Locale.ROOT, "%,d", dense)
                        : String.format(
                                Locale.ROOT, "%,d of %,d, %.2f times fewer", work, dense, (double) dense / work));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
    }
}
