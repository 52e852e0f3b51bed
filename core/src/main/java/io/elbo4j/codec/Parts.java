package io.elbo4j.codec;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A state taken apart: names, in order, with values that are {@code Long}, {@code Double}, {@code String},
 * {@code byte[]}, {@code int[]}, {@code float[]} or {@code double[]}. Nothing else is ever stored or sent.
 */
public final class Parts {

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** The values by name, in the order in which they were put. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Adds a value; the name must be new. */
    public Parts put(String name, Object value) {
        boolean known = value instanceof Long
                || value instanceof Double
                || value instanceof String
                || value instanceof byte[]
                || value instanceof int[]
                || value instanceof float[]
                || value instanceof double[];
        if (!known || values.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("parts: cannot take a value: name=" + name + " type="
                    + value.getClass().getSimpleName()
                    + "; names are unique, types are Long, Double, String, byte[], int[], float[], double[]");
        }
        return this;
    }

    /** Adds all values of other parts, each name behind {@code prefix + "."}. */
    public Parts putAll(String prefix, Parts other) {
        other.values.forEach((name, value) -> put(prefix + "." + name, value));
        return this;
    }

    /** The parts whose names start with {@code prefix + "."}, without it. */
    public Parts under(String prefix) {
        Parts found = new Parts();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix + ".")) {
                found.put(name.substring(prefix.length() + 1), value);
            }
        });
        return found;
    }

    /** Whether the name is there. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of this name and type. */
    public <T> T value(String name, Class<T> type) {
        @Nullable Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new CorruptModelException("model: part missing or of another type: part=" + name + " expected="
                    + type.getSimpleName() + " found="
                    + (value == null ? "nothing" : value.getClass().getSimpleName())
                    + "; the file was written by another kind of model, or is damaged");
        }
        return type.cast(value);
    }

    /** A whole number. */
    public long whole(String name) {
        return value(name, Long.class);
    }

    /** A real number. */
    public double real(String name) {
        return value(name, Double.class);
    }

    /** Text. */
    public String text(String name) {
        return value(name, String.class);
    }

    /** Bytes. */
    public byte[] bytes(String name) {
        return value(name, byte[].class);
    }

    /** Whole numbers. */
    public int[] ints(String name) {
        return value(name, int[].class);
    }

    /** Single-precision numbers. */
    public float[] floats(String name) {
        return value(name, float[].class);
    }

    /** Double-precision numbers. */
    public double[] doubles(String name) {
        return value(name, double[].class);
    }

    /** Whether the names and the contents of their values are the same, bit by bit but for NaNs; order does not matter. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parts that
                && values.keySet().equals(that.values.keySet())
                && values.entrySet().stream()
                        .allMatch(part -> Objects.deepEquals(part.getValue(), that.values.get(part.getKey())));
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (Map.Entry<String, Object> part : values.entrySet()) {
            sum += part.getKey().hashCode() ^ Arrays.deepHashCode(new Object[] {part.getValue()});
        }
        return sum;
    }

    /** Names and types, not contents. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Parts[", "]");
        values.forEach((name, value) -> text.add(name + " " + value.getClass().getSimpleName()
                + (value.getClass().isArray() ? Array.getLength(value) : "")));
        return text.toString();
    }
}
