package io.elbo4j.spark.run;

/**
 * A batch of new rows.
 *
 * @param name by which the journal knows it
 * @param uri where the rows lie
 * @param format of {@code data.format}; empty is that of the settings
 */
public record Delivery(String name, String uri, String format) {

    /** Rows that lie somewhere, in the format of the settings. */
    public static Delivery at(String uri) {
        return new Delivery(uri, uri, "");
    }
}
