package io.elbo4j.spark.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people. */
final class Numbers {

    private Numbers() {}

    /** Whole numbers with their thousands apart, others with four digits behind the point or as many that count. */
    static String text(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return "none";
        }
        if (value == Math.rint(value) && size < 1e15) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size < 1e-3) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return String.format(Locale.ROOT, size < 1e4 ? "%.4f" : "%,.1f", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** A value of JSON. */
    static String text(JsonNode value) {
        return value.isNumber() ? text(value.asDouble()) : value.isNull() ? "none" : value.asText();
    }

    /** A finite number with seven digits: no chart shows more, and the file need not carry them. */
    static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(7)).doubleValue();
    }
}
