package io.elbo4j.spark.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Files by URI on any Hadoop FileSystem, from the driver or from a task. */
final class Storage implements Serializable {

    private transient Configuration configuration;

    Storage(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The files of a URI, sorted by path: itself, the visible ones in a folder at any depth, or the matches of a glob. */
    List<String> files(String uri) throws IOException {
        Path path = new Path(uri);
        FileSystem system = path.getFileSystem(configuration);
        List<String> found = new ArrayList<>();
        if (system.exists(path)) {
            collect(system, system.getFileStatus(path), found);
        } else {
            FileStatus[] matches = system.globStatus(path);
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                collect(system, match, found);
            }
        }
        found.sort(null);
        return found;
    }

    private static void collect(FileSystem system, FileStatus status, List<String> found) throws IOException {
        if (!status.isDirectory()) {
            found.add(status.getPath().toString());
            return;
        }
        for (FileStatus child : system.listStatus(status.getPath())) {
            String name = child.getPath().getName();
            if (!name.startsWith("_") && !name.startsWith(".")) {
                collect(system, child, found);
            }
        }
    }

    boolean exists(String uri) throws IOException {
        Path path = new Path(uri);
        return path.getFileSystem(configuration).exists(path);
    }

    boolean isFolder(String uri) throws IOException {
        Path path = new Path(uri);
        FileSystem system = path.getFileSystem(configuration);
        return system.exists(path) && system.getFileStatus(path).isDirectory();
    }

    /** The bytes as they lie there. */
    InputStream open(String uri) throws IOException {
        Path path = new Path(uri);
        return path.getFileSystem(configuration).open(path);
    }

    /** The bytes after the codec that the file's name asks for (.gz, .bz2, .zst ...). */
    InputStream openDecoded(String uri) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(new Path(uri));
        InputStream raw = open(uri);
        if (codec == null) {
            return raw;
        }
        try {
            return codec.createInputStream(raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The name without the suffix of a codec. */
    String withoutCodecSuffix(String uri) {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(new Path(uri));
        return codec == null ? uri : CompressionCodecFactory.removeSuffix(uri, codec.getDefaultExtension());
    }

    /** A new file, and the folders above it; replaces an old one. */
    FSDataOutputStream create(String uri) throws IOException {
        Path path = new Path(uri);
        return path.getFileSystem(configuration).create(path, true);
    }

    void rename(String from, String to) throws IOException {
        Path path = new Path(from);
        if (!path.getFileSystem(configuration).rename(path, new Path(to))) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    void delete(String uri) throws IOException {
        Path path = new Path(uri);
        path.getFileSystem(configuration).delete(path, false);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        configuration.write(out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        configuration = new Configuration(false);
        configuration.readFields(in);
    }
}
