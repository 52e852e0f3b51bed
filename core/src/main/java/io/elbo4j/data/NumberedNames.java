package io.elbo4j.data;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** Names such as {@code f1}, {@code f2} ..., made when they are asked for: a million of them take no memory. */
public final class NumberedNames extends AbstractList<String> implements RandomAccess, Serializable {

    private static final long serialVersionUID = 1;

    private final String before;
    private final int first;
    private final String after;
    private final int size;

    /**
     * Names by number.
     *
     * @param before the number, and {@code after} it
     * @param first number
     */
    public NumberedNames(String before, int first, String after, int size) {
        this.before = before;
        this.first = first;
        this.after = after;
        this.size = size;
    }

    /** An immutable list of the same names; this class's own are immutable already. */
    public static List<String> copyOf(List<String> names) {
        return names instanceof NumberedNames ? names : List.copyOf(names);
    }

    @Override
    public String get(int index) {
        return before + (first + Objects.checkIndex(index, size)) + after;
    }

    @Override
    public int size() {
        return size;
    }

    /** As one line of text, for {@link #parse}. */
    public String text() {
        return String.join("\t", before, String.valueOf(first), after, String.valueOf(size));
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static NumberedNames parse(String text) {
        String[] fields = text.split("\t", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException(
                    "names: not four fields: text=\"" + text + "\"; they are before, first, after, size");
        }
        return new NumberedNames(fields[0], Integer.parseInt(fields[1]), fields[2], Integer.parseInt(fields[3]));
    }
}
