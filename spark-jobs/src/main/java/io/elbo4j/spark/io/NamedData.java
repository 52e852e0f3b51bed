package io.elbo4j.spark.io;

import io.elbo4j.codec.Digests;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Data sets that are called by name: {@code mnist}, {@code fashion-mnist}, {@code omniglot} and {@code digits}. All but the last are looked for
 * in the configured root, the folder of the variable {@value Surroundings#DATA}, the project's {@code data/}, where Debian's
 * package installs Fashion-MNIST, and the cache; else those of MNIST's form are fetched into the cache, {@code data/cache/}, and checked.
 */
public final class NamedData {

    /** The two halves of a data set. */
    public enum Part {
        TRAIN("train"),
        TEST("t10k");

        private final String prefix;

        Part(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * @param address where its files are published
     * @param sha256 of each file's content without gzip, which differs from packer to packer
     */
    private record Known(String address, Map<String, String> sha256) {}

    private static final Map<String, Known> SETS = Map.of(
            "mnist",
            new Known(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    Map.of(
                            "train-images-idx3-ubyte",
                            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                            "train-labels-idx1-ubyte",
                            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                            "t10k-images-idx3-ubyte",
                            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                            "t10k-labels-idx1-ubyte",
                            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
            "fashion-mnist",
            new Known(
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                    Map.of(
                            "train-images-idx3-ubyte",
                            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                            "train-labels-idx1-ubyte",
                            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                            "t10k-images-idx3-ubyte",
                            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                            "t10k-labels-idx1-ubyte",
                            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")));

    private static final String DIGITS = "digits";

    private final Storage storage;
    private final Surroundings surroundings;
    private final Fetcher fetcher;
    private final String systemFolder;

    /** Looks around with these. */
    public NamedData(Configuration hadoop, Surroundings surroundings, Fetcher fetcher) {
        this(hadoop, surroundings, fetcher, "file:///usr/share/datasets");
    }

    NamedData(Configuration hadoop, Surroundings surroundings, Fetcher fetcher, String systemFolder) {
        this.storage = new Storage(hadoop);
        this.surroundings = surroundings;
        this.fetcher = fetcher;
        this.systemFolder = systemFolder;
    }

    /** Whether this is the name of a data set and not a URI. */
    public static boolean isName(String uri) {
        return uri.equals(DIGITS) || uri.equals(OmniglotFolder.NAME) || SETS.containsKey(uri);
    }

    /**
     * The source with a name replaced by its files; any other source as it is.
     *
     * @param root the configured folder to look into first; may be empty
     * @throws DataException when the files are nowhere and cannot be fetched
     */
    public DataSource resolve(DataSource source, Part part, String root) {
        String name = source.uri();
        Known known = SETS.get(name);
        try {
            if (name.equals(DIGITS)) {
                return digits(source, part);
            }
            if (name.equals(OmniglotFolder.NAME)) {
                return OmniglotFolder.in(storage, folders(name, root), source);
            }
            return known == null ? source : images(source, name, known, part, root);
        } catch (IOException e) {
            throw new DataException(
                    "data: cannot be looked for: name=" + name + " cause=" + e.getMessage() + "; check "
                            + Surroundings.DATA + " and your rights",
                    e);
        }
    }

    private DataSource digits(DataSource source, Part part) {
        String file = part == Part.TRAIN ? "data/digits-train.csv.gz" : "data/digits-test.csv.gz";
        return new DataSource(under(home(), file), "", "csv", source.label(), true, DataSource.AUTO, Map.of());
    }

    private DataSource images(DataSource source, String name, Known known, Part part, String root) throws IOException {
        String imagesName = part.prefix + "-images-idx3-ubyte";
        String labelsName = part.prefix + "-labels-idx1-ubyte";
        String cache = under(home(), "data/cache/" + name);
        List<String> folders = folders(name, root);
        List<String> bare = bare(root);
        for (String folder : folders) {
            String images = present(folder, imagesName);
            String labels = present(folder, labelsName);
            boolean found = !images.isEmpty() && !labels.isEmpty();
            if (found
                    && (!bare.contains(folder)
                            || contentSha256(labels).equals(known.sha256().get(labelsName)))) {
                return found(source, images, labels);
            }
        }
        fetch(known, imagesName, cache, name, folders);
        fetch(known, labelsName, cache, name, folders);
        return found(source, present(cache, imagesName), present(cache, labelsName));
    }

    /** Where files of this name may lie, in the order of search. */
    private List<String> folders(String name, String root) {
        List<String> folders = new ArrayList<>();
        for (String base : bare(root)) {
            folders.add(base + "/" + name);
            folders.add(base);
        }
        folders.add(under(home(), "data/" + name));
        folders.add(systemFolder + "/" + name);
        folders.add(under(home(), "data/cache/" + name));
        return folders;
    }

    /** A folder that a user names may also hold the files themselves; of which set they are, their content says. */
    private List<String> bare(String root) {
        return Stream.of(root, surroundings.data())
                .filter(base -> !base.isEmpty())
                .toList();
    }

    private static DataSource found(DataSource source, String images, String labels) {
        return new DataSource(
                images, source.labelled() ? labels : "", "idx", source.label(), true, DataSource.AUTO, Map.of());
    }

    /** The file, packed or not; an empty string when it is not there. */
    private String present(String folder, String name) throws IOException {
        for (String candidate : List.of(folder + "/" + name + ".gz", folder + "/" + name)) {
            if (storage.exists(candidate)) {
                return candidate;
            }
        }
        return "";
    }

    private void fetch(Known known, String file, String cache, String name, List<String> folders) throws IOException {
        String target = cache + "/" + file + ".gz";
        if (storage.exists(target)) {
            return;
        }
        String partial = target + ".partial";
        URI address = URI.create(known.address() + file + ".gz");
        try (OutputStream out = storage.create(partial)) {
            fetcher.fetch(address, out);
        } catch (IOException e) {
            storage.delete(partial);
            throw new DataException(
                    "data: not found and not fetched: name=" + name + " address=" + address + " cause="
                            + e.getClass().getSimpleName() + " " + e.getMessage() + " looked=" + folders + "; "
                            + advice(name),
                    e);
        }
        String sha256 = contentSha256(partial);
        if (!sha256.equals(known.sha256().get(file))) {
            storage.delete(partial);
            throw new DataException("data: fetched file has another check sum: address=" + address + " sha256=" + sha256
                    + " expected=" + known.sha256().get(file) + "; " + advice(name));
        }
        storage.rename(partial, target);
    }

    private static String advice(String name) {
        String byPackage =
                name.equals("fashion-mnist") ? "install it (Debian: apt install dataset-fashion-mnist), or " : "";
        return byPackage + "put its files into a folder " + name + "/ and set " + Surroundings.DATA
                + " to the folder above it";
    }

    private String contentSha256(String file) throws IOException {
        MessageDigest sha = Digests.sha256();
        // By the known names, not by suffix: a file that is still being fetched has one of its own.
        boolean packed = !file.endsWith("ubyte");
        try (InputStream raw = new BufferedInputStream(storage.open(file));
                InputStream in = new DigestInputStream(packed ? new GZIPInputStream(raw) : raw, sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return "unreadable (" + e.getMessage() + ")";
        }
        return Digests.hex(sha);
    }

    private String home() {
        return surroundings.home().isEmpty() ? "." : surroundings.home();
    }

    /** A path below the project's home, on the local file system unless the home says otherwise. */
    static String under(String home, String path) {
        // Hadoop's paths are not percent-encoded, and so an encoded URI would not do.
        String base = home.contains(":/")
                ? home
                : "file:" + Path.of(home).toAbsolutePath().normalize();
        return (base.endsWith("/") ? base : base + "/") + path;
    }
}
