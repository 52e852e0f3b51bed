package io.elbo4j.spark.run;

import io.elbo4j.codec.Digests;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DatasetReader;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.registry.ConflictException;
import io.elbo4j.spark.registry.Registry;
import io.elbo4j.spec.DataSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ConcurrentModificationException;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A source that Spark can stream, read up to what is there now. Spark's own log says which rows make a batch, so one that was begun
 * before a crash comes again with the same rows, and one whose decision is known is passed over: each row counts once.
 *
 * @param spark the session
 * @param data format and options of the source
 * @param uri where it is
 * @param registry whose journal knows what was decided
 * @param folder of the stream's log and the rows of the batch at hand
 */
public record RowStream(SparkSession spark, DataSpec data, String uri, Registry registry, HadoopFolder folder) {

    /** Learning from a batch. */
    @FunctionalInterface
    public interface Use {

        /** Comes to a decision about it. */
        void learn(Delivery batch) throws IOException;
    }

    /** Of a registry: the stream has a folder there, by its address. */
    public static RowStream of(SparkSession spark, DataSpec data, String uri, Registry registry) {
        if (!DatasetReader.isSparks(data.format())) {
            throw new SpecException(
                    "retrain: not a format that is streamed: data.format=" + data.format() + " stream=" + uri
                            + "; set it to parquet, orc, json, delta or another source that Spark streams, and give --inbox for other"
                            + " files");
        }
        MessageDigest digest = Digests.sha256();
        digest.update(uri.getBytes(StandardCharsets.UTF_8));
        String name = Digests.hex(digest).substring(0, 16);
        SparkSession own = spark.newSession();
        // Else the order of rows would depend on the number of cores.
        own.conf().set("spark.sql.files.minPartitionNum", "1");
        return new RowStream(
                own, data, uri, registry, registry.folder().inside("streams").inside(name));
    }

    /**
     * Hands over what is new, batch by batch; no batch is handed over before the one before it was used.
     *
     * @return how many there were
     * @throws ConflictException when another job reads the stream for the same registry
     */
    public int each(Use use) throws IOException {
        int[] batches = {0};
        VoidFunction2<Dataset<Row>, Long> learn = (rows, number) -> {
            String name = uri + "#" + number;
            if (!registry.journal().knowsAddress(name)) {
                HadoopFolder batch = folder.inside("rows").inside(number.toString());
                rows.write().mode("overwrite").parquet(batch.path().toString());
                use.learn(new Delivery(name, batch.path().toString(), "parquet"));
                batch.deleteAll();
                batches[0]++;
            }
        };
        try {
            StreamingQuery query = reader().load(uri)
                    .writeStream()
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", folder.inside("log").path().toString())
                    .foreachBatch(learn)
                    .start();
            query.awaitTermination();
        } catch (StreamingQueryException | TimeoutException e) {
            throw original(e);
        }
        return batches[0];
    }

    private DataStreamReader reader() {
        DataStreamReader reader = spark.readStream().format(data.format()).options(data.options());
        // Spark wants to be told the columns of files.
        return DatasetReader.liesInFiles(data.format())
                ? reader.schema(spark.read()
                        .format(data.format())
                        .options(data.options())
                        .load(uri)
                        .schema())
                : reader;
    }

    private RuntimeException original(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrentModificationException) {
                return new ConflictException("retrain: another job reads this stream for the same registry: stream="
                        + uri + "; nothing was changed, run it again");
            }
        }
        return DataException.original(failure);
    }
}
