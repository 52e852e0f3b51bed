package io.elbo4j.spark.io;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Pictures of a folder, a file each. The class of a picture is known beforehand. */
final class PictureReader implements RowReader {

    private static final long MOST_PIXELS = 1 << 24;
    private static final float BYTE = 255f;

    private final Storage storage;
    private final List<Picture> pictures;
    private final ImageSize size;
    private int next;

    /**
     * A picture.
     *
     * @param file URI
     * @param label class of it
     */
    record Picture(String file, int label) implements java.io.Serializable {}

    PictureReader(Storage storage, List<Picture> pictures, ImageSize size) {
        this.storage = storage;
        this.pictures = pictures;
        this.size = size;
    }

    /** Height and width, without reading the pixels. */
    static int[] heightAndWidth(Storage storage, String file) throws IOException, RowFault {
        try (InputStream in = storage.open(file);
                MemoryCacheImageInputStream image = new MemoryCacheImageInputStream(in)) {
            ImageReader reader = reader(image, file);
            try {
                return checked(reader, file);
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(MemoryCacheImageInputStream image, String file) throws RowFault {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
        if (!readers.hasNext()) {
            throw new RowFault(
                    "images: not a picture",
                    file,
                    "formats=" + String.join(",", ImageTables.SUFFIXES),
                    "remove the file, or write it as PNG");
        }
        ImageReader reader = readers.next();
        reader.setInput(image, true, true);
        return reader;
    }

    private static int[] checked(ImageReader reader, String file) throws IOException, RowFault {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        if ((long) height * width > MOST_PIXELS) {
            throw new RowFault(
                    "images: picture is too large",
                    file,
                    "height=" + height + " width=" + width + " most=" + MOST_PIXELS,
                    "make it smaller");
        }
        return new int[] {height, width};
    }

    @Override
    public boolean next(RowCells row) throws IOException, RowFault {
        if (next == pictures.size()) {
            return false;
        }
        String file = pictures.get(next++).file();
        BufferedImage picture;
        try (InputStream in = storage.open(file);
                MemoryCacheImageInputStream image = new MemoryCacheImageInputStream(in)) {
            ImageReader reader = reader(image, file);
            try {
                int[] found = checked(reader, file);
                if (size.side() == 0 && (found[0] != size.height() || found[1] != size.width())) {
                    throw new RowFault(
                            "images: pictures have other sizes",
                            file,
                            "height=" + found[0] + " width=" + found[1] + " expected=" + size.height() + "x"
                                    + size.width(),
                            "set data.options.imageSize, so that all get one size");
                }
                picture = reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Decoders of damaged pictures throw whatever they run into.
            throw RowBlocks.unreadable(file, e);
        }
        ImageSize own = new ImageSize(size.channels(), picture.getHeight(), picture.getWidth(), size.side());
        own.put(pixels(picture, size.channels()), row);
        return true;
    }

    /** {@code [channels, height, width]}, from 0 to 1: red, green and blue, or their mean. */
    private static float[] pixels(BufferedImage picture, int channels) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        float[] pixels = new float[channels * height * width];
        ColorModel colours = picture.getColorModel();
        boolean grey = !(colours instanceof IndexColorModel) && colours.getNumColorComponents() == 1;
        for (int i = 0; i < height * width; i++) {
            float[] rgb = new float[3];
            if (grey) {
                // Not through getRGB, which takes grey values for light, and changes them.
                float largest = (1 << colours.getComponentSize(0)) - 1;
                rgb[0] = picture.getRaster().getSample(i % width, i / width, 0) / largest;
                rgb[1] = rgb[0];
                rgb[2] = rgb[0];
            } else {
                int packed = picture.getRGB(i % width, i / width);
                for (int c = 0; c < 3; c++) {
                    rgb[c] = (packed >> (16 - 8 * c) & 0xFF) / BYTE;
                }
            }
            if (channels == 1) {
                pixels[i] = (rgb[0] + rgb[1] + rgb[2]) / 3;
                continue;
            }
            for (int c = 0; c < 3; c++) {
                pixels[c * height * width + i] = rgb[c];
            }
        }
        return pixels;
    }

    @Override
    public float target() {
        return pictures.get(next - 1).label();
    }

    @Override
    public String where() {
        return "picture=" + pictures.get(next - 1).file() + " ";
    }

    @Override
    public void close() {}
}
