package io.elbo4j.spark.cli;

import io.elbo4j.spec.SpecException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Small text files on any Hadoop FileSystem. */
final class TextFile {

    private TextFile() {}

    /** The address of a file named relative to another one's folder. */
    static String beside(String uri, String name) {
        Path folder = new Path(uri).getParent();
        return folder == null ? name : new Path(folder, name).toString();
    }

    static String read(String uri) {
        Path path = new Path(uri);
        try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw new SpecException("settings: no such file: file=" + uri + "; check the path");
        } catch (IOException e) {
            throw new SpecException(
                    "settings: cannot read: file=" + uri + " cause=" + e.getMessage() + "; check the path and rights");
        }
    }

    /** In place of whatever was there. */
    static void write(String uri, String text) throws IOException {
        Path path = new Path(uri);
        try (OutputStream out = path.getFileSystem(new Configuration()).create(path, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
