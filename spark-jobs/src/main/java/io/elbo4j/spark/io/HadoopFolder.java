package io.elbo4j.spark.io;

import io.elbo4j.codec.Folder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder on any Hadoop FileSystem.
 *
 * @param path of the folder
 * @param configuration of the file system
 */
public record HadoopFolder(Path path, Configuration configuration) implements Folder {

    @Override
    public String place(String name) {
        return new Path(path, name).toString();
    }

    /** From a URI; a bare path is on the default file system. */
    public static HadoopFolder of(String uri, Configuration configuration) {
        return new HadoopFolder(new Path(uri), configuration);
    }

    /** A folder inside this one. */
    public HadoopFolder inside(String name) {
        return new HadoopFolder(new Path(path, name), configuration);
    }

    /** The folder's neighbour whose name has this at its end. */
    public HadoopFolder beside(String suffix) throws IOException {
        return new HadoopFolder(fileSystem().makeQualified(path).suffix(suffix), configuration);
    }

    /** Whether a file or folder of this name is there. */
    public boolean has(String name) throws IOException {
        return fileSystem().exists(new Path(path, name));
    }

    /** Whether the folder is there. */
    public boolean exists() throws IOException {
        return fileSystem().exists(path);
    }

    /** Names of the files and folders in this one; none where it is not there. */
    public List<String> names() throws IOException {
        if (!exists()) {
            return List.of();
        }
        return Arrays.stream(fileSystem().listStatus(path))
                .map(each -> each.getPath().getName())
                .sorted()
                .toList();
    }

    /** Makes the folder, with those above it. */
    public void make() throws IOException {
        if (!fileSystem().mkdirs(path)) {
            throw new IOException("the file system refused");
        }
    }

    /** Moves the folder, or the file of this name, to a place where nothing is. */
    public void moveTo(HadoopFolder target) throws IOException {
        if (!fileSystem().rename(path, target.path())) {
            throw new IOException("the file system refused to move " + path + " to " + target.path());
        }
    }

    /** Deletes a file in it, if it is there. */
    public void delete(String name) throws IOException {
        fileSystem().delete(new Path(path, name), false);
    }

    /** Deletes the folder and all in it, if it is there. */
    public void deleteAll() throws IOException {
        fileSystem().delete(path, true);
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return new Failing(fileSystem().create(file(name), false));
    }

    @Override
    public InputStream open(String name) throws IOException {
        return fileSystem().open(file(name));
    }

    /** A whole file as text. */
    public String text(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Writes text in place of whatever was there. */
    public void replace(String name, String text) throws IOException {
        delete(name);
        try (OutputStream out = create(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Path file(String name) throws IOException {
        if (name.isEmpty() || name.contains("/") || name.contains("..")) {
            throw new IOException("folder: name leads out of it: name=" + name + "; use a plain file name");
        }
        return new Path(path, name);
    }

    private FileSystem fileSystem() throws IOException {
        return path.getFileSystem(configuration);
    }

    /** Hadoop's local file system tells of a full disk by an {@link FSError}, which nobody expects. */
    private static final class Failing extends FilterOutputStream {

        Failing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (FSError e) {
                throw told(e);
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (FSError e) {
                throw told(e);
            }
        }

        private static IOException told(FSError failure) {
            Throwable cause = failure.getCause();
            return new IOException(cause == null ? failure.getMessage() : cause.getMessage(), failure);
        }
    }
}
