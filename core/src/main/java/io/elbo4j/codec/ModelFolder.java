package io.elbo4j.codec;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Models on disk: {@code manifest.json} and one file an array ({@code <n>-<name>.bin}, little-endian), each with its size
 * and SHA-256. Readable with any JSON library; holds no Java serialization.
 */
public final class ModelFolder {

    private ModelFolder() {}

    /**
     * Writes a value into an empty folder. The manifest comes last, so a folder with a manifest is whole.
     *
     * @param provenance where the value comes from: what JSON can hold (maps, lists, texts, numbers, booleans)
     * @return the manifest's checksum, {@link Manifest#sha256}
     * @throws IOException when the folder cannot be written, or has files of these names
     */
    public static <T> String write(Folder folder, Codec<T> codec, T value, Map<String, Object> provenance)
            throws IOException {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Object> part : codec.encode(value).values().entrySet()) {
            String name = part.getKey();
            boolean array = part.getValue().getClass().isArray();
            entries.put(name, array ? ArrayFile.write(folder, entries.size(), name, part.getValue()) : part.getValue());
        }
        return new ManifestJson(codec.kind(), codec.version(), entries, provenance).write(folder);
    }

    /**
     * Reads a value back.
     *
     * @throws CorruptModelException naming the file, when anything in the folder is missing, damaged, of another kind, or
     *     newer than this program
     */
    public static <T> T read(Folder folder, Codec<T> codec) {
        try {
            return readFiles(folder, codec);
        } catch (CorruptModelException e) {
            throw e.in(folder);
        }
    }

    private static <T> T readFiles(Folder folder, Codec<T> codec) {
        ManifestJson manifest = ManifestJson.read(folder);
        if (!manifest.kind().equals(codec.kind())) {
            throw new CorruptModelException("model: of another kind: file=" + Manifest.FILE + " kind=" + manifest.kind()
                    + " expected=" + codec.kind() + "; give a model of the expected kind");
        }
        if (manifest.version() > codec.version() || manifest.version() < 1) {
            throw new CorruptModelException("model: of an unknown version: file=" + Manifest.FILE + " kind="
                    + manifest.kind() + " version=" + manifest.version() + " newestKnown=" + codec.version()
                    + "; a newer Elbo4j wrote it, update yours");
        }
        Parts parts = new Parts();
        manifest.entries()
                .forEach((name, value) -> parts.put(name, value instanceof ArrayFile file ? file.read(folder) : value));
        try {
            return codec.decode(parts, manifest.version());
        } catch (CorruptModelException | IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new CorruptModelException(
                    "model: parts do not fit together: file=" + Manifest.FILE + " kind=" + codec.kind() + " cause="
                            + e.getMessage()
                            + "; copy the folder again from its source, or train anew",
                    e);
        }
    }

    /**
     * What a folder holds, without reading its arrays.
     *
     * @throws CorruptModelException when the manifest is missing, damaged or newer than this program
     */
    public static Manifest manifest(Folder folder) {
        try {
            return ManifestJson.read(folder).outline();
        } catch (CorruptModelException e) {
            throw e.in(folder);
        }
    }
}
