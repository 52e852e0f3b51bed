package io.elbo4j.models.cvae;

import io.elbo4j.data.Batch;
import io.elbo4j.data.BinaryPixels;
import io.elbo4j.data.RowView;
import java.util.List;

/**
 * Images as a conditional autoencoder sees them: pixels on or off, then one-hot what class the image is of (its target), and in which
 * bin its slant and its thickness lie ({@link StrokeMeasure}). Nothing is fitted.
 *
 * @param height of the image
 * @param width of the image
 * @param classes C
 * @param slantEdges between bins, ascending
 * @param thicknessEdges between bins, ascending; pixels
 */
public record ImageAttributes(int height, int width, int classes, List<Double> slantEdges, List<Double> thicknessEdges)
        implements RowView {

    public ImageAttributes {
        slantEdges = List.copyOf(slantEdges);
        thicknessEdges = List.copyOf(thicknessEdges);
    }

    /** A row's attributes by number: class, bin of slant, bin of thickness. */
    public static final int KINDS = 3;

    /** H · W. */
    public int pixels() {
        return height * width;
    }

    /** How many values each attribute has, {@code [KINDS]}. */
    public int[] values() {
        return new int[] {classes, slantEdges.size() + 1, thicknessEdges.size() + 1};
    }

    /** How many numbers the attributes take. */
    public int numbers() {
        return classes + slantEdges.size() + 1 + thicknessEdges.size() + 1;
    }

    @Override
    public int width(int inputs) {
        return inputs + numbers();
    }

    @Override
    public Batch of(Batch rows) {
        float[] images = BinaryPixels.on(rows.features().dense());
        int[][] attributes = new int[rows.rows()][];
        for (int row = 0; row < attributes.length; row++) {
            attributes[row] = read(images, row, Math.round(rows.targets()[row]));
        }
        return joined(images, attributes, rows.targets());
    }

    /** What is asked for, without an image: all pixels off. */
    public Batch asked(int[][] attributes) {
        return joined(new float[attributes.length * pixels()], attributes, new float[attributes.length]);
    }

    /**
     * The attributes of an image, {@code [KINDS]}.
     *
     * @param images {@code [B, H · W]}, 0 or 1
     * @param label its class
     */
    public int[] read(float[] images, int row, int label) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("attributes: class is not known: class=" + label + " classes=" + classes
                    + "; the training rows tell which there are");
        }
        int at = row * pixels();
        return new int[] {
            label,
            bin(slantEdges, StrokeMeasure.slant(images, at, height, width)),
            bin(thicknessEdges, StrokeMeasure.thickness(images, at, height, width))
        };
    }

    private static int bin(List<Double> edges, double value) {
        int bin = 0;
        while (bin < edges.size() && value >= edges.get(bin)) {
            bin++;
        }
        return bin;
    }

    private Batch joined(float[] images, int[][] attributes, float[] targets) {
        int size = width(pixels());
        int[] values = values();
        float[] joined = new float[attributes.length * size];
        for (int row = 0; row < attributes.length; row++) {
            System.arraycopy(images, row * pixels(), joined, row * size, pixels());
            int at = row * size + pixels();
            for (int kind = 0; kind < KINDS; kind++) {
                joined[at + attributes[row][kind]] = 1;
                at += values[kind];
            }
        }
        return new Batch(joined, targets, size);
    }
}
