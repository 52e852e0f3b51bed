package io.elbo4j.spark.run;

import io.elbo4j.spark.io.DataProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Where a model comes from, beside what it is. */
final class Provenance {

    private Provenance() {}

    static Map<String, Object> of(SparkSession spark, DataProfile data) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("elbo4j", version());
        record.put("spark", spark.version());
        record.put("java", System.getProperty("java.version"));
        record.put("dataHash", data.contentHash());
        record.put("dataRows", data.rows());
        record.put("constantFeatures", data.constantFeatures());
        return record;
    }

    static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
