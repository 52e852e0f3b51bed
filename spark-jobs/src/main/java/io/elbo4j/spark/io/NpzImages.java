package io.elbo4j.spark.io;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A NumPy archive with the arrays {@code images} and {@code labels}. The labels' shape is how images are counted, for example
 * {@code [N]} or {@code [classes, each]}; what the images' shape has beyond that is one image: {@code [height, width]} or
 * {@code [channels, height, width]}.
 *
 * @param file URI
 * @param images header of the images
 * @param labels of all images in order; empty where they are not read
 * @param size of an image
 */
record NpzImages(String file, NpyHeader images, int[] labels, ImageSize size) implements Serializable {

    private static final String IMAGES = "images.npy";
    private static final String LABELS = "labels.npy";
    private static final int BUFFER = 1 << 16;
    private static final int MOST_ROWS = 1 << 27;
    private static final int MOST_CLASSES = 1 << 20;
    private static final int MOST_PIXELS = 1 << 24;

    /** Reads through the archive: what images are like, and all labels. */
    static NpzImages of(Storage storage, String file, int side) throws IOException {
        NpyHeader images = null;
        NpyHeader shape = null;
        int[] labels = new int[0];
        List<String> found = new ArrayList<>();
        try (ZipInputStream zip = open(storage, file)) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null) {
                throw new DataException("npz: no archive: file=" + file
                        + "; write it with numpy.savez or numpy.savez_compressed, or set data.format");
            }
            for (; entry != null; entry = zip.getNextEntry()) {
                found.add(entry.getName());
                DataInputStream in = new DataInputStream(new BufferedInputStream(zip, BUFFER));
                if (entry.getName().equals(IMAGES)) {
                    images = NpyHeader.read(in, where(file, IMAGES));
                } else if (entry.getName().equals(LABELS)) {
                    shape = NpyHeader.read(in, where(file, LABELS));
                    labels = labels(shape, in, file);
                }
            }
        } catch (ZipException | EOFException e) {
            throw new DataException(
                    "npz: archive is damaged or cut off: file=" + file + " cause=" + e.getMessage()
                            + "; fetch or write it again",
                    e);
        }
        if (images == null || shape == null) {
            throw new DataException("npz: arrays missing: file=" + file + " arrays=" + found
                    + "; it needs images and labels, as in numpy.savez(file, images=x, labels=y)");
        }
        return new NpzImages(file, images, labels, size(images.shape(), shape.shape(), side, file));
    }

    private static String where(String file, String array) {
        return "file=" + file + " array=" + array;
    }

    private static ZipInputStream open(Storage storage, String file) throws IOException {
        return new ZipInputStream(new BufferedInputStream(storage.open(file), BUFFER));
    }

    private static int[] labels(NpyHeader header, DataInputStream in, String file) throws IOException {
        double count = 1;
        for (int each : header.shape()) {
            count *= each;
        }
        if (!header.whole() || header.shape().isEmpty() || count > MOST_ROWS) {
            throw new DataException("npz: labels are no list of whole numbers: " + where(file, LABELS) + " type="
                    + header.type() + " shape=" + header.shape() + "; give a whole number from 0 up for each image");
        }
        // Grows with what is really there, whatever the header says.
        int[] labels = new int[(int) Math.min(count, BUFFER)];
        NpyNumbers numbers = new NpyNumbers(header, in, 1);
        for (int row = 0; row < count; row++) {
            double label;
            try {
                label = numbers.next();
            } catch (EOFException e) {
                throw new DataException(
                        "npz: array is cut off: " + where(file, LABELS) + " labels=" + row + " expected=" + count
                                + "; fetch or write the file again",
                        e);
            }
            if (!(label >= 0 && label < MOST_CLASSES)) {
                throw new DataException("npz: label is no class: " + where(file, LABELS) + " row=" + (row + 1)
                        + " label=" + label + "; number classes from 0 up");
            }
            if (row == labels.length) {
                labels = Arrays.copyOf(labels, (int) Math.min(count, 2.0 * row));
            }
            labels[row] = (int) label;
        }
        return Arrays.copyOf(labels, (int) count);
    }

    private static ImageSize size(List<Integer> images, List<Integer> labels, int side, String file) {
        int counted = labels.size();
        int rest = images.size() - counted;
        boolean fits = (rest == 2 || rest == 3) && images.subList(0, counted).equals(labels);
        double pixels = 1;
        for (int d = counted; fits && d < images.size(); d++) {
            pixels *= images.get(d);
        }
        if (!fits || pixels < 1 || pixels > MOST_PIXELS) {
            throw new DataException("npz: images and labels do not go together: file=" + file + " images=" + images
                    + " labels=" + labels + "; images have the labels' shape, then height and width, or channels,"
                    + " height and width");
        }
        return new ImageSize(
                rest == 3 ? images.get(counted) : 1,
                images.get(images.size() - 2),
                images.get(images.size() - 1),
                side);
    }

    /** The greatest label + 1. */
    int classes() {
        return Arrays.stream(labels).max().orElse(-1) + 1;
    }

    /**
     * Reads the images, with their labels as targets.
     *
     * @param firstClass what to add to each label
     */
    RowReader reader(Storage storage, int firstClass) throws IOException {
        ZipInputStream zip = open(storage, file);
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && !entry.getName().equals(IMAGES)) {
            entry = zip.getNextEntry();
        }
        DataInputStream in = new DataInputStream(new BufferedInputStream(zip, BUFFER));
        int numbers = size.channels() * size.height() * size.width();
        return new Reader(this, zip, new NpyNumbers(NpyHeader.read(in, where(file, IMAGES)), in, numbers), firstClass);
    }

    private static final class Reader implements RowReader {

        private final NpzImages set;
        private final ZipInputStream zip;
        private final NpyNumbers numbers;
        private final int firstClass;
        private final float[] pixels;
        private int rows;

        Reader(NpzImages set, ZipInputStream zip, NpyNumbers numbers, int firstClass) {
            this.set = set;
            this.zip = zip;
            this.numbers = numbers;
            this.firstClass = firstClass;
            pixels = new float[set.size.channels() * set.size.height() * set.size.width()];
        }

        @Override
        public boolean next(RowCells row) throws IOException {
            if (rows == set.labels.length) {
                return false;
            }
            numbers.pixels(pixels);
            set.size.put(pixels, row);
            rows++;
            return true;
        }

        @Override
        public float target() {
            return firstClass + set.labels[rows - 1];
        }

        @Override
        public String where() {
            return "";
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NpzImages that
                && file.equals(that.file)
                && images.equals(that.images)
                && Arrays.equals(labels, that.labels)
                && size.equals(that.size);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    @Override
    public String toString() {
        return "NpzImages[file=" + file + ", images=" + labels.length + "]";
    }
}
