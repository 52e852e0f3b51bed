import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * Fashion-MNIST as it would arrive night after night. Run as a source file by nightly.sh.
 *
 * <p>{@code FOLDER OUT NIGHTS ROWS}: reads the training files of FOLDER and writes {@code OUT/night-01.csv} and on, ROWS images each, no
 * image twice. From night 15 on the camera fails: contrast falls by 3 % a night. {@code OUT/../judges.csv} has 2,000 more
 * images, a half as they are and a half at the contrast of night 22. {@code OUT/../poisoned.csv} is a night of other images whose labels were
 * dealt anew.
 */
public final class Nights {

    private static final int PIXELS = 28 * 28;
    private static final int IMAGE_HEADER = 16;
    private static final int LABEL_HEADER = 8;
    private static final int JUDGES = 2000;
    private static final double MEAN = 0.286;
    private static final double SD = 0.353;

    public static void main(String[] arguments) throws IOException {
        Path source = Path.of(arguments[0]);
        Path out = Path.of(arguments[1]);
        int nights = Integer.parseInt(arguments[2]);
        int rows = Integer.parseInt(arguments[3]);
        byte[] images = unpacked(source.resolve("train-images-idx3-ubyte.gz"));
        byte[] labels = unpacked(source.resolve("train-labels-idx1-ubyte.gz"));
        SplittableRandom random = new SplittableRandom(1);
        int[] order = permutation(labels.length - LABEL_HEADER, random);
        Files.createDirectories(out);
        int next = 0;
        for (int night = 1; night <= nights; night++) {
            try (PrintWriter csv = csv(out.resolve(String.format("night-%02d.csv", night)))) {
                for (int r = 0; r < rows; r++) {
                    int image = order[next++];
                    row(csv, images, image, contrast(night), labels[LABEL_HEADER + image]);
                }
            }
        }
        try (PrintWriter csv = csv(out.resolveSibling("judges.csv"))) {
            for (int r = 0; r < JUDGES; r++) {
                int image = order[next++];
                row(csv, images, image, r % 2 == 0 ? 1 : contrast(22), labels[LABEL_HEADER + image]);
            }
        }
        try (PrintWriter csv = csv(out.resolveSibling("poisoned.csv"))) {
            for (int r = 0; r < rows; r++) {
                row(csv, images, order[next++], 1, (byte) random.nextInt(10));
            }
        }
    }

    private static double contrast(int night) {
        return night < 15 ? 1 : 1 - 0.03 * (night - 14);
    }

    private static PrintWriter csv(Path file) throws IOException {
        PrintWriter csv = new PrintWriter(Files.newBufferedWriter(file));
        for (int p = 0; p < PIXELS; p++) {
            csv.print("p" + p + ",");
        }
        csv.print("label\n");
        return csv;
    }

    private static void row(PrintWriter csv, byte[] images, int image, double contrast, byte label) {
        for (int p = 0; p < PIXELS; p++) {
            int value = images[IMAGE_HEADER + image * PIXELS + p] & 0xFF;
            // By the same numbers every night: those of the first night would make much of pixels that it hardly saw.
            csv.print((float) (Math.round(1000 * (value * contrast / 255 - MEAN) / SD) / 1000.0));
            csv.print(',');
        }
        csv.print(label);
        csv.print('\n');
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
