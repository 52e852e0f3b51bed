package io.elbo4j.spark.cli;

import java.util.Locale;
import java.util.Map;

/** Metrics as a table for people. */
final class MetricsTable {

    private MetricsTable() {}

    static String of(Map<String, ?> metrics) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-22s %14s%n", "metric", "value"));
        metrics.forEach((name, value) -> text.append(String.format(Locale.ROOT, "%-22s %14s%n", name, cell(value))));
        return text.toString();
    }

    private static String cell(Object value) {
        if (!(value instanceof Double number)) {
            return String.valueOf(value);
        }
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return String.format(Locale.ROOT, whole ? "%.0f" : Math.abs(number) < 1e5 ? "%.4f" : "%.1f", number);
    }
}
