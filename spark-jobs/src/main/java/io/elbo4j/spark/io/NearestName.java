package io.elbo4j.spark.io;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The name that somebody most likely meant. */
final class NearestName {

    private NearestName() {}

    /** The name with the least edit distance; the first one of equals. */
    static String of(String given, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(
                        name -> distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    /** Levenshtein's distance. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
