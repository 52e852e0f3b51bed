package io.elbo4j.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A flat place for named files, on any file system. */
public interface Folder {

    /** Where a file is, for people. */
    String place(String name);

    /** A new file; fails when there is one of this name. The file is whole once the stream is closed. */
    OutputStream create(String name) throws IOException;

    /** An existing file, from its beginning. */
    InputStream open(String name) throws IOException;
}
