package io.elbo4j.spark.io;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * A file of images and the file of their labels.
 *
 * @param images URI
 * @param labels URI; empty for images without labels
 * @param header of the images
 */
record IdxPair(String images, String labels, IdxHeader header) implements Serializable {

    /**
     * Reads both headers and compares the counts.
     *
     * @param given URI of the labels; empty when they lie beside the images
     * @param labelled whether there are any
     */
    static IdxPair of(Storage storage, String images, String given, boolean labelled) throws IOException {
        IdxHeader header;
        try (IdxFile file = new IdxFile(storage, images)) {
            header = file.header();
        }
        if (header.dimensions().length < 2) {
            throw IdxHeader.wrongMagic(images, header.magic(), "0x00000803 (images)");
        }
        String labels = !labelled ? "" : given.isEmpty() ? labelsBeside(storage, images) : given;
        if (!labels.isEmpty()) {
            try (IdxFile file = new IdxFile(storage, labels)) {
                IdxHeader found = file.header();
                if (found.dimensions().length != 1) {
                    throw IdxHeader.wrongMagic(labels, found.magic(), "0x00000801 (labels)");
                }
                if (found.rows() != header.rows()) {
                    throw new DataException(
                            "idx: images and labels differ in number: file=" + images + " images="
                                    + header.rows() + " labelsFile=" + labels + " labels=" + found.rows()
                                    + "; give the two files that belong together (data.trainLabels, data.testLabels, --labels)");
                }
            }
        }
        return new IdxPair(images, labels, header);
    }

    /** The labels that lie beside the images, by the naming habit of MNIST. */
    private static String labelsBeside(Storage storage, String images) throws IOException {
        int at = images.lastIndexOf("images");
        if (at >= 0) {
            String derived = images.substring(0, at)
                    + images.substring(at).replace("images", "labels").replaceFirst("idx\\d", "idx1");
            String other = derived.endsWith(".gz") ? derived.substring(0, derived.length() - 3) : derived + ".gz";
            for (String candidate : List.of(derived, other)) {
                if (storage.exists(candidate)) {
                    return candidate;
                }
            }
        }
        throw new DataException("idx: labels not found: file=" + images + " label files are named like"
                + " train-labels-idx1-ubyte.gz beside train-images-idx3-ubyte.gz"
                + "; name their file by data.trainLabels, data.testLabels or --labels");
    }
}
