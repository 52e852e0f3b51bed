package io.elbo4j.spark.run;

import io.elbo4j.spark.io.DataProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Where a model comes from, beside what it is. */
public final class Provenance {

    private Provenance() {}

    /**
     * Of a training.
     *
     * @param data absent where nothing was read
     */
    public static Map<String, Object> of(SparkSession spark, Optional<DataProfile> data) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("elbo4j", version());
        record.put("spark", spark.version());
        record.put("java", System.getProperty("java.version"));
        data.ifPresent(rows -> {
            record.put("dataHash", rows.contentHash());
            record.put("dataRows", rows.rows());
            record.put("constantFeatures", rows.constantFeatures());
        });
        return record;
    }

    static Map<String, Object> of(SparkSession spark, DataProfile data) {
        return of(spark, Optional.of(data));
    }

    static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
