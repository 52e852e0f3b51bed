package io.elbo4j.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The name that somebody most likely meant. */
public final class NearestName {

    private NearestName() {}

    /** The known name with the least edit distance, case ignored; the first in alphabetical order of equals. */
    public static String of(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /** Levenshtein's distance without regard to case; a dotted key is compared by its last part too. */
    private static int distance(String given, String known) {
        return Math.min(edits(given, known), 1 + edits(last(given), last(known)));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static int edits(String given, String known) {
        String left = given.toLowerCase(Locale.ROOT);
        String right = known.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
