package io.elbo4j.spark.run;

import io.elbo4j.spec.SpecException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a command. The master comes from the launcher, never from here.
 *
 * @param spark the session
 * @param ours whether this opened it, and so ends it; one that was there already, as on Databricks or in a notebook, goes on
 */
public record Session(SparkSession spark, boolean ours) implements AutoCloseable {

    /**
     * Opens a session, or joins the one that there is.
     *
     * @param settings Spark settings that the user gave; they win over ours, except the serializer
     */
    public static Session open(Map<String, String> settings) {
        SparkConf conf = new SparkConf();
        settings.forEach(conf::set);
        conf.setIfMissing("spark.app.name", "elbo4j");
        conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.set("spark.kryo.registrator", ElboKryoRegistrator.class.getName());
        // May be switched off for a data source that sends classes of its own.
        conf.setIfMissing("spark.kryo.registrationRequired", "true");
        // Spark's vectorised reader never ends on a file whose page header lies about its number of values.
        conf.setIfMissing("spark.sql.parquet.enableVectorizedReader", "false");
        // One BLAS thread a task: cores are shared by Spark, and with more the order of a sum would depend on the
        // machine.
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
        String blasCore = System.getenv("OPENBLAS_CORETYPE");
        if (blasCore != null) {
            conf.setIfMissing("spark.executorEnv.OPENBLAS_CORETYPE", blasCore);
        }
        boolean ours = !isThere();
        try {
            return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
        } catch (RuntimeException e) {
            throw new SpecException("spark: no session: spark.master=" + conf.get("spark.master", "") + " cause=\""
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                    + "\"; does the master answer, and are the settings right? local[*] needs none");
        }
    }

    /** Whether this JVM has a session, or is one of Databricks, whose driver has a context before it has a session. */
    public static boolean isThere() {
        return System.getenv("DATABRICKS_RUNTIME_VERSION") != null
                || SparkSession.getDefaultSession()
                        .filter(session -> !session.sparkContext().isStopped())
                        .isDefined();
    }

    @Override
    public void close() {
        if (ours) {
            spark.stop();
        }
    }
}
