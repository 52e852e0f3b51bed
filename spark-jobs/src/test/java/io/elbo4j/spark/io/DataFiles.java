package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes small data sets in every format. */
public final class DataFiles {

    private DataFiles() {}

    /** Whole pixel values 0..255 in the first column on, labels 0..9. */
    public static Batch digits(long seed, int rows, int width) {
        System.out.println("data seed=" + seed);
        Key key = Key.of(seed);
        float[] features = new float[rows * width];
        for (int i = 0; i < features.length; i++) {
            features[i] = (int) (256 * key.uniform(i));
        }
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++) {
            targets[i] = (int) (10 * key.fold(1).uniform(i));
        }
        return new Batch(features, targets, width);
    }

    /** Gaussian features, a third of them zero, and gaussian targets. */
    public static Batch reals(long seed, int rows, int width) {
        System.out.println("data seed=" + seed);
        Key key = Key.of(seed);
        float[] features = new float[rows * width];
        key.gaussians(features);
        for (int i = 0; i < features.length; i++) {
            features[i] = key.fold(1).uniform(i) < 1.0 / 3 ? 0 : features[i];
        }
        float[] targets = new float[rows];
        key.fold(2).gaussians(targets);
        return new Batch(features, targets, width);
    }

    /** With pixel values divided by 255. */
    public static Batch scaled(Batch batch) {
        float[] features = batch.features().dense().clone();
        for (int i = 0; i < features.length; i++) {
            features[i] /= 255f;
        }
        return new Batch(features, batch.targets(), batch.width());
    }

    public static String csv(Batch batch, boolean header) {
        StringBuilder text = new StringBuilder();
        if (header) {
            IntStream.range(0, batch.width())
                    .forEach(c -> text.append("x").append(c).append(','));
            text.append("label\n");
        }
        for (int i = 0; i < batch.rows(); i++) {
            for (int c = 0; c < batch.width(); c++) {
                text.append(batch.features().dense()[i * batch.width() + c]).append(',');
            }
            text.append(batch.targets()[i]).append('\n');
        }
        return text.toString();
    }

    public static String libsvm(Batch batch) {
        StringBuilder text = new StringBuilder("# a comment\n");
        for (int i = 0; i < batch.rows(); i++) {
            text.append(batch.targets()[i]);
            for (int c = 0; c < batch.width(); c++) {
                float value = batch.features().dense()[i * batch.width() + c];
                if (value != 0) {
                    text.append(' ').append(c + 1).append(':').append(value);
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** IDX bytes: unsigned bytes or floats with these dimensions. */
    public static byte[] idx(int type, float[] values, int... dimensions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(type << 8 | dimensions.length);
            for (int size : dimensions) {
                out.writeInt(size);
            }
            for (float value : values) {
                if (type == IdxHeader.UNSIGNED_BYTE) {
                    out.writeByte((int) value);
                } else {
                    out.writeFloat(value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes bytes, packed when the name ends in .gz, and gives the path. */
    public static String write(Path folder, String name, byte[] bytes) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            try (OutputStream raw = Files.newOutputStream(file);
                    OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    public static String write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file of images and its labels; gives the path of the images. */
    public static String images(Path folder, String prefix, String suffix, Batch batch, int... size) {
        int[] dimensions =
                IntStream.concat(IntStream.of(batch.rows()), IntStream.of(size)).toArray();
        String rank = "idx" + dimensions.length;
        write(
                folder,
                prefix + "-labels-idx1-ubyte" + suffix,
                idx(IdxHeader.UNSIGNED_BYTE, batch.targets(), batch.rows()));
        return write(
                folder,
                prefix + "-images-" + rank + "-ubyte" + suffix,
                idx(IdxHeader.UNSIGNED_BYTE, batch.features().dense(), dimensions));
    }
}
