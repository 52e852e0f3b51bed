package io.elbo4j.spark.io;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Writes small archives of NumPy arrays, and pictures. */
public final class ImageFiles {

    private ImageFiles() {}

    /** An array as NumPy writes it. */
    public static byte[] npy(String descr, String shape, byte[] numbers) {
        return npy("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }", numbers);
    }

    /** With this header. */
    public static byte[] npy(String header, byte[] numbers) {
        byte[] text = (header + " ".repeat(63 - header.length() % 64) + "\n").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(10 + text.length + numbers.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(numbers)
                .array();
    }

    /** Whole numbers of eight bytes. */
    public static byte[] longs(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.array();
    }

    /** An archive of arrays by name. */
    public static String npz(Path folder, String name, Map<String, byte[]> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written(folder.resolve(name), bytes.toByteArray());
    }

    /**
     * A PNG of grey values.
     *
     * @param type of {@link BufferedImage}
     * @param grey {@code [height, width]}, 0 to 255
     */
    public static String png(Path file, int type, int width, int... grey) {
        BufferedImage image = new BufferedImage(width, grey.length / width, type);
        for (int i = 0; i < grey.length; i++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                image.getRaster().setSample(i % width, i / width, 0, grey[i]);
            } else {
                image.setRGB(i % width, i / width, 0xFF000000 | grey[i] * 0x010101);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written(file, bytes.toByteArray());
    }

    /** A file of these bytes, with the folders above it. */
    public static String written(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
