package io.elbo4j.data;

/** Numbers in text. */
public final class Numbers {

    private Numbers() {}

    /**
     * The number that a cell holds, correctly rounded; {@code nan} and {@code inf} in any case and with a sign are read too,
     * so that they are reported as what they are.
     *
     * @throws NumberFormatException when it holds none
     */
    public static float parse(String cell) {
        String text = cell.strip();
        int length = text.length();
        if (length > 0 && length <= 4) {
            int value = 0;
            int at = 0;
            while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = 10 * value + text.charAt(at++) - '0';
            }
            if (at == length) {
                return value;
            }
        }
        if (length > 0 && (text.charAt(length - 1) == '.' || Character.isDigit(text.charAt(length - 1)))) {
            return Float.parseFloat(text);
        }
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (unsigned.equalsIgnoreCase("nan")) {
            return Float.NaN;
        }
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        }
        throw new NumberFormatException(text);
    }
}
