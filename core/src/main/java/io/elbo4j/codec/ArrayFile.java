package io.elbo4j.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One array of a model folder, in a file of its own.
 *
 * @param name of the part
 * @param type of its elements
 * @param length how many there are
 * @param file its name, within the folder
 * @param sha256 of the file, in hexadecimal digits
 */
record ArrayFile(String name, ArrayType type, int length, String file, String sha256) {

    private static final Pattern SAFE = Pattern.compile("[0-9]{1,6}-[A-Za-z0-9_.-]{1,100}\\.bin");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    ArrayFile {
        if (!SAFE.matcher(file).matches() || file.contains("..")) {
            throw new CorruptModelException("model: unsafe file name: file=" + Manifest.FILE + " part=" + name
                    + " names=" + file + "; do not trust this folder");
        }
        if (length < 0
                || length > ArrayType.MAX_LENGTH
                || !DIGEST.matcher(sha256).matches()) {
            throw new CorruptModelException("model: entry out of range: file=" + Manifest.FILE + " part=" + name
                    + " length=" + length + " sha256=" + sha256 + "; copy the folder again from its source");
        }
    }

    /** A safe name for the file of the n-th part; the number keeps names apart that are alike once made safe. */
    static String fileName(int number, String part) {
        String cut = part.substring(0, Math.min(80, part.length()));
        String safe = cut.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("\\.{2,}|\\.$|^$", "_");
        return number + "-" + safe + ".bin";
    }

    long bytes() {
        return (long) length * type.width();
    }

    /** Writes the array and says where it is. */
    static ArrayFile write(Folder folder, int number, String part, Object array) throws IOException {
        ArrayType type = ArrayType.of(array);
        String file = fileName(number, part);
        MessageDigest digest = Digests.sha256();
        int length = Array.getLength(array);
        int perChunk = ArrayType.CHUNK / type.width();
        ByteBuffer chunk = ByteBuffer.allocate(ArrayType.CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = folder.create(file)) {
            for (int from = 0, count; from < length; from += count) {
                count = Math.min(perChunk, length - from);
                type.put(array, from, count, chunk);
                digest.update(chunk.array(), 0, count * type.width());
                out.write(chunk.array(), 0, count * type.width());
            }
        }
        return new ArrayFile(part, type, length, file, Digests.hex(digest));
    }

    /**
     * The array. The file is read twice: first to compare its size and checksum, so that nothing is allocated on the word
     * of a manifest alone, then to fill the array.
     */
    Object read(Folder folder) {
        pass(folder, null);
        Object array = type.allocate(length);
        pass(folder, array);
        return array;
    }

    private void pass(Folder folder, @Nullable Object into) {
        MessageDigest digest = Digests.sha256();
        ByteBuffer chunk = ByteBuffer.allocate(ArrayType.CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        long done = 0;
        try (InputStream in = folder.open(file)) {
            for (int read; (read = in.readNBytes(chunk.array(), 0, ArrayType.CHUNK)) > 0; done += read) {
                if (done + read > bytes()) {
                    throw wrongSize("more than " + bytes());
                }
                digest.update(chunk.array(), 0, read);
                if (into != null) {
                    type.take(chunk, into, (int) (done / type.width()), read / type.width());
                }
            }
        } catch (IOException e) {
            throw new CorruptModelException(
                    "model: cannot read an array: file=" + file + " part=" + name + " cause=" + e
                            + "; copy the folder again from its source",
                    e);
        }
        if (done != bytes()) {
            throw wrongSize(Long.toString(done));
        }
        if (!Digests.hex(digest).equals(sha256)) {
            throw new CorruptModelException("model: checksum does not match: file=" + file + " part=" + name
                    + " expected=" + sha256 + "; the file was changed or damaged, copy it again from its source");
        }
    }

    private CorruptModelException wrongSize(String found) {
        return new CorruptModelException("model: wrong size: file=" + file + " part=" + name + " bytes=" + found
                + " expected=" + bytes() + "; the file was cut or overwritten, copy it again from its source");
    }
}
