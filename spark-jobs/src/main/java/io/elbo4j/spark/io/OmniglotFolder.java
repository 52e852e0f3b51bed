package io.elbo4j.spark.io;

import java.io.IOException;
import java.util.List;

/**
 * Omniglot as people have it: two archives, or two folders of pictures, of the characters that its authors call background and
 * evaluation. Few-shot learning takes them together and splits the characters anew.
 */
final class OmniglotFolder {

    /** The name that settings call it by. */
    static final String NAME = "omniglot";

    private static final List<String> PARTS = List.of("images_background", "images_evaluation");

    private OmniglotFolder() {}

    /**
     * The source with the name replaced by the first folder that has both parts.
     *
     * @throws DataException when none has
     */
    static DataSource in(Storage storage, List<String> folders, DataSource source) throws IOException {
        for (String folder : folders) {
            for (String suffix : List.of(".npz", "")) {
                boolean all = true;
                for (String part : PARTS) {
                    all &= storage.exists(folder + "/" + part + suffix);
                }
                if (all) {
                    String uri = folder + "/images_{background,evaluation}" + suffix;
                    return new DataSource(
                            uri,
                            "",
                            suffix.isEmpty() ? "images" : "npz",
                            source.label(),
                            true,
                            DataSource.AUTO,
                            source.options());
                }
            }
        }
        throw new DataException("data: not found: name=" + NAME + " looked=" + folders
                + "; put images_background and images_evaluation, as folders of pictures (unpacked from"
                + " github.com/brendenlake/omniglot) or as .npz with images and labels, into a folder " + NAME
                + "/ and set " + Surroundings.DATA + " or data.root to the folder above it");
    }
}
