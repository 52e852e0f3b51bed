package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.Table;
import io.elbo4j.spark.io.VectorRows;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training on the rows of a DataFrame, within a program's own session.
 *
 * @param features name of the vector column
 * @param label name of the target's column
 * @param before whose posterior is the prior and whose scales are kept, where there is one
 */
public record FrameTraining(RunSpec spec, String features, String label, Optional<TrainedModel<?>> before) {

    private static final Logger LOG = LoggerFactory.getLogger(FrameTraining.class);

    /**
     * Trains; nothing stays on the cluster.
     *
     * @throws DataException for the first row that cannot be used
     * @throws SpecException where settings do not go together, or not with these rows
     * @throws DivergedException when it diverged
     */
    public InMemoryRun run(Dataset<Row> rows) {
        SparkSession spark = rows.sparkSession();
        requireSerializer(spark.sparkContext().conf());
        InMemoryRun run = new InMemoryRun();
        try (Table table = VectorRows.table(rows, features, label, spec.data().sparse())) {
            TrainingData data = TrainingData.of(table, spec, before);
            try {
                new Training(spark, spec, run, new Progress(LOG::info)).run(data);
            } finally {
                data.unpersist();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }

    /** Kryo cannot make a record that it was not told of; Java's serializer, Spark's default, can. */
    private static void requireSerializer(SparkConf conf) {
        boolean kryo = conf.get("spark.serializer", "").endsWith("KryoSerializer");
        String ours = ElboKryoRegistrator.class.getName();
        if (kryo && !conf.get("spark.kryo.registrator", "").contains(ours)) {
            throw new SpecException("session: Kryo does not know Elbo4j's rows: spark.serializer="
                    + conf.get("spark.serializer") + "; start the session with spark.kryo.registrator=" + ours
                    + ", or leave spark.serializer at Spark's default");
        }
    }
}
