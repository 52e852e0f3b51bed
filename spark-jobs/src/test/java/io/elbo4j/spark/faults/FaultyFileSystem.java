package io.elbo4j.spark.faults;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk as {@code faulty:///path}, whose n-th call goes wrong; rename is a copy, file by file, and a deletion, as on object
 * stores. Used by one test at a time.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {

    /** What the n-th call does. */
    enum Fault {
        /** It fails, and those after it do not. */
        FAIL,
        /** Half of what it writes is there, and it fails. */
        TEAR,
        /** It fails, and all after it: the process is dead, or the disk full for good. */
        DIE,
        /** It takes its time. */
        DELAY
    }

    private static final URI HERE = URI.create("faulty:///");
    private static Fault fault = Fault.FAIL;
    private static int at = Integer.MAX_VALUE;
    private static int calls;

    /** A configuration that knows it. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set("fs.faulty.impl", FaultyFileSystem.class.getName());
        return configuration;
    }

    /** The n-th call from now on, from 1. */
    static void arm(Fault what, int n) {
        fault = what;
        at = n;
        calls = 0;
    }

    /** All goes well from now on; gives whether the fault was met. */
    static boolean disarm() {
        boolean met = calls >= at;
        at = Integer.MAX_VALUE;
        return met;
    }

    /** Whether this call is to be torn. */
    private static boolean call() throws IOException {
        calls++;
        if (calls == at && fault == Fault.DELAY) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        } else if (calls == at && fault == Fault.TEAR) {
            return true;
        } else if (calls == at || (calls > at && fault == Fault.DIE)) {
            throw full();
        }
        return false;
    }

    private static IOException full() {
        return new IOException("No space left on device (on purpose, call " + calls + ")");
    }

    private static void wholeCall() throws IOException {
        if (call()) {
            throw full();
        }
    }

    @Override
    public URI getUri() {
        return HERE;
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        wholeCall();
        return new FSDataOutputStream(
                new Torn(super.create(file, overwrite, buffer, replication, block, progress)), null);
    }

    @Override
    public FSDataInputStream open(Path file, int buffer) throws IOException {
        wholeCall();
        return super.open(file, buffer);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        if (recursive && isThere(path) && super.getFileStatus(path).isDirectory()) {
            // Object stores have no folders: file by file.
            for (FileStatus each : super.listStatus(path)) {
                delete(each.getPath(), true);
            }
        }
        wholeCall();
        return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        wholeCall();
        return super.mkdirs(path);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        wholeCall();
        return isThere(path);
    }

    private boolean isThere(Path path) {
        return pathToFile(path).exists();
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        wholeCall();
        return super.listStatus(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        if (!isThere(from) || isThere(to)) {
            return false;
        }
        copy(from, to);
        delete(from, true);
        return true;
    }

    private void copy(Path from, Path to) throws IOException {
        wholeCall();
        if (super.getFileStatus(from).isDirectory()) {
            super.mkdirs(to);
            for (FileStatus each : super.listStatus(from)) {
                copy(each.getPath(), new Path(to, each.getPath().getName()));
            }
            return;
        }
        // One object is there whole or not at all.
        try (FSDataInputStream in = super.open(from, 4096);
                FSDataOutputStream out = super.create(to, true, 4096, (short) 1, 1 << 20, null)) {
            in.transferTo(out);
        }
    }

    private static final class Torn extends FilterOutputStream {

        Torn(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (call()) {
                out.write(bytes, from, count / 2);
                throw full();
            }
            out.write(bytes, from, count);
        }

        @Override
        public void write(int one) throws IOException {
            wholeCall();
            out.write(one);
        }

        @Override
        public void close() throws IOException {
            out.close();
            wholeCall();
        }
    }
}
