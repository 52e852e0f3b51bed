package io.elbo4j.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder on this machine; made with the first file.
 *
 * @param path of the folder
 */
public record LocalFolder(Path path) implements Folder {

    @Override
    public String place(String name) {
        return path.resolve(name).toString();
    }

    @Override
    public OutputStream create(String name) throws IOException {
        Path file = file(name);
        Files.createDirectories(path);
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(file(name));
    }

    private Path file(String name) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        Path file = folder.resolve(name).normalize();
        if (!folder.equals(file.getParent())) {
            throw new IOException("folder: name leads out of it: name=" + name + "; use a plain file name");
        }
        return file;
    }
}
