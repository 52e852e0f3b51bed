package io.elbo4j.spark.registry;

import io.elbo4j.spark.io.HadoopFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files that come into being whole, once. */
final class JournalFile {

    private static final AtomicLong COUNT = new AtomicLong();

    private JournalFile() {}

    /** A name that no other process uses, and this one does not use again. */
    static String uniqueName() {
        String process = ManagementFactory.getRuntimeMXBean().getName().replaceAll("[^A-Za-z0-9]+", "-");
        return process + "-" + ManagementFactory.getRuntimeMXBean().getStartTime() + "-" + COUNT.incrementAndGet();
    }

    /**
     * Makes a file, whole or not at all, unless there is one of this name: of several jobs that try, one succeeds. On HDFS and
     * on local disks that is certain; object stores whose rename is a copy leave a moment in which two may.
     *
     * @return false when there is one
     */
    static boolean create(HadoopFolder folder, String name, byte[] content) throws IOException {
        FileSystem system = folder.path().getFileSystem(folder.configuration());
        Path part = new Path(folder.path(), "." + name + "." + uniqueName());
        Path target = new Path(folder.path(), name);
        try (OutputStream out = system.create(part, false)) {
            out.write(content);
        }
        try {
            if (system.getUri().getScheme().equals("file")) {
                return linked(part, target);
            }
            return !system.exists(target) && system.rename(part, target);
        } finally {
            system.delete(part, false);
        }
    }

    /** A local rename replaces what is there; a link does not. */
    private static boolean linked(Path part, Path target) throws IOException {
        try {
            Files.createLink(
                    Paths.get(target.toUri().getPath()), Paths.get(part.toUri().getPath()));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
