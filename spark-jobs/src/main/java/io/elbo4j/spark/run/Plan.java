package io.elbo4j.spark.run;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spec.RunSpec;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** What a run would do, without doing it. */
public final class Plan {

    private Plan() {}

    /** Reads the data and describes the run. */
    public static String of(SparkSession spark, RunSpec spec, String dl4j) {
        TrainingData data = TrainingData.read(spark, spec, dl4j);
        TrainedModel<?> model = TrainedModel.untrained(spec, data.input(), data.standardisation());
        StringBuilder text = new StringBuilder();
        line(text, "model", spec.model().name() + ", " + spec.likelihood().family());
        line(
                text,
                "data",
                data.training().rows() + " rows, shape " + data.training().shape() + ", "
                        + data.input().classes() + " classes, sha256 "
                        + data.profile().contentHash());
        line(
                text,
                "shards",
                spec.cluster().shards() + ", merged by " + spec.cluster().merge());
        line(text, "rounds", String.valueOf(model.job().rounds()));
        for (ParameterBlock block : model.network().layout().blocks()) {
            int active = block.size();
            if (model.posterior() instanceof SparseGaussian q) {
                active = q.position(block.end()) - q.position(block.offset());
            }
            line(
                    text,
                    block.name(),
                    String.format(Locale.ROOT, "%s  %d of %d active", block.shape(), active, block.size()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
    }
}
