package io.elbo4j.spark.io;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** One IDX file, plain or gzip (told by its first bytes, whatever its name), read row by row. */
final class IdxFile implements AutoCloseable {

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int BUFFER = 1 << 16;

    private final IdxHeader header;
    private final DataInputStream in;
    private final byte[] bytes;
    private final int width;

    /**
     * Reads the header.
     *
     * @throws DataException when it is none
     */
    IdxFile(Storage storage, String file) throws IOException {
        InputStream raw = new BufferedInputStream(storage.open(file), BUFFER);
        try {
            raw.mark(2);
            boolean gzip = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
            raw.reset();
            in = new DataInputStream(gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw);
            header = IdxHeader.read(in, file);
            width = header.width();
            bytes = new byte[header.rowBytes()];
        } catch (IOException | DataException e) {
            raw.close();
            throw e;
        }
    }

    /** Takes the numbers of a row. */
    @FunctionalInterface
    interface Cells {
        void put(int column, float value);
    }

    IdxHeader header() {
        return header;
    }

    /** Reads the next row: floats as they are, bytes by this table of 256 values. */
    void next(Cells into, float[] byteValues) throws IOException {
        in.readFully(bytes);
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        for (int i = 0; i < width; i++) {
            into.put(
                    i,
                    switch (header.type()) {
                        case IdxHeader.UNSIGNED_BYTE -> byteValues[bytes[i] & 0xFF];
                        case IdxHeader.FLOAT -> numbers.getFloat();
                        default -> (float) numbers.getDouble();
                    });
        }
    }

    /** Whether the file ends here; for gzip this compares the check sum too. */
    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
