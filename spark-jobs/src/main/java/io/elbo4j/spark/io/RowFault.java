package io.elbo4j.spark.io;

/** A row that cannot be read; becomes part of a {@link RowBlock} so that the first one in the order of rows is reported. */
final class RowFault extends Exception {

    /** Stands for the row's number, which is known only when the parts before are counted. */
    private static final String ROW = "\0";

    private static final int LONGEST = 300;

    /**
     * @param what failed
     * @param file it is in
     * @param details key=value pairs, each with a space behind it
     * @param advice what to do
     */
    RowFault(String what, String file, String details, String advice) {
        super(what + ": file=" + file + " row=" + ROW + (" " + cut(details)).stripTrailing() + "; " + advice);
    }

    /** A quote that is never closed makes one cell of all the rows behind it: those must not be told. */
    private static String cut(String details) {
        return details.length() <= LONGEST ? details : details.substring(0, LONGEST) + "\u2026\"";
    }

    /** The text, with a mark where the row's number goes. */
    String message() {
        return String.valueOf(getMessage());
    }

    /** The whole text, for the row's number within its file, from 1. */
    static String text(String message, long row) {
        return message.replace(ROW, Long.toString(row));
    }
}
