package io.elbo4j.spark.run;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a run. The master comes from the launcher, never from here. */
public final class Sessions {

    private Sessions() {}

    /**
     * Opens or joins a session.
     *
     * @param settings Spark settings that the user gave; they win over ours, except the serializer
     */
    public static SparkSession open(Map<String, String> settings) {
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
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
