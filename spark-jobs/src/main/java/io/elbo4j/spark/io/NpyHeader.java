package io.elbo4j.spark.io;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The start of an array as NumPy writes it: a magic number, a version, and the text of a dictionary with type, order and shape.
 *
 * @param type as NumPy names it, without the order of bytes: b1, u1, i8, f4 ...
 * @param bigEndian the order of bytes
 * @param shape dimensions, the first one outermost
 */
record NpyHeader(String type, boolean bigEndian, List<Integer> shape) implements Serializable {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final int MOST_DIMENSIONS = 8;
    private static final List<String> TYPES = List.of("b1", "u1", "i1", "u2", "i2", "u4", "i4", "i8", "u8", "f4", "f8");
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=]?)([a-z]\\d+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\sL]*)\\)");

    /**
     * Reads to the end of the header.
     *
     * @param where file and array, as {@code key=value} pairs
     */
    static NpyHeader read(DataInputStream in, String where) throws IOException {
        try {
            byte[] magic = new byte[MAGIC.length];
            in.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new DataException("npz: array has a wrong magic number: " + where
                        + "; write the file with numpy.savez or numpy.savez_compressed");
            }
            int version = in.readUnsignedByte();
            in.readUnsignedByte();
            long length = version == 1
                    ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                    : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
            if (version < 1 || version > 3 || length > LONGEST) {
                throw new DataException("npz: array header out of range: " + where + " version=" + version + " length="
                        + length + "; the file is damaged, write it again");
            }
            byte[] text = new byte[(int) length];
            in.readFully(text);
            return parsed(new String(text, StandardCharsets.UTF_8), where);
        } catch (EOFException e) {
            throw new DataException("npz: array is cut off: " + where + "; fetch or write the file again", e);
        }
    }

    private static NpyHeader parsed(String text, String where) {
        Matcher descr = DESCR.matcher(text);
        Matcher fortran = FORTRAN.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!descr.find() || !fortran.find() || !shape.find()) {
            throw new DataException("npz: array is not of plain numbers: " + where + " header=" + text.strip()
                    + "; give numbers, not objects or records");
        }
        if (!TYPES.contains(descr.group(2))) {
            throw new DataException(
                    "npz: type of numbers not known: " + where + " type=" + descr.group(2) + "; use one of " + TYPES);
        }
        if (fortran.group(1).equals("True")) {
            throw new DataException("npz: array is stored by columns: " + where
                    + " fortran_order=True; write it with numpy.ascontiguousarray");
        }
        return new NpyHeader(descr.group(2), descr.group(1).equals(">"), dimensions(shape.group(1), where));
    }

    private static List<Integer> dimensions(String text, String where) {
        List<Integer> dimensions = new ArrayList<>();
        double size = 1;
        for (String each : text.replace("L", "").split(",")) {
            if (!each.isBlank()) {
                String digits = each.strip();
                int dimension = digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE
                        ? -1
                        : Integer.parseInt(digits);
                size *= Math.max(1, dimension);
                if (dimension < 0 || dimensions.size() == MOST_DIMENSIONS || size > 1L << 40) {
                    throw new DataException("npz: shape out of range: " + where + " shape=(" + text
                            + "); the file is damaged, write it again");
                }
                dimensions.add(dimension);
            }
        }
        return List.copyOf(dimensions);
    }

    /** Bytes of a number. */
    int bytes() {
        return type.charAt(1) - '0';
    }

    /** Whether numbers are whole. */
    boolean whole() {
        return type.charAt(0) == 'u' || type.charAt(0) == 'i';
    }
}
