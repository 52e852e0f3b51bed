package io.elbo4j.spark.io;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** The rows of one IDX file, plain or gzip (told by its first bytes, whatever its name). Bytes become value / 255. */
final class IdxReader implements AutoCloseable {

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int BUFFER = 1 << 16;
    private static final float[] SCALED = scaled();

    private final String file;
    private final IdxHeader header;
    private final DataInputStream in;
    private final byte[] bytes;
    private int rows;

    IdxReader(Storage storage, String file) throws IOException {
        this.file = file;
        InputStream raw = new BufferedInputStream(storage.open(file), BUFFER);
        try {
            raw.mark(2);
            boolean gzip = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
            raw.reset();
            in = new DataInputStream(gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw);
            header = IdxHeader.read(in, file);
            bytes = new byte[header.rowBytes()];
        } catch (IOException e) {
            raw.close();
            throw damaged(e);
        } catch (DataException e) {
            raw.close();
            throw e;
        }
    }

    private static float[] scaled() {
        float[] scaled = new float[256];
        for (int b = 0; b < scaled.length; b++) {
            scaled[b] = b / 255f;
        }
        return scaled;
    }

    IdxHeader header() {
        return header;
    }

    /** Passes over the next row. */
    void skip() {
        fill();
    }

    /** Reads the next row as features, bytes scaled to [0, 1]. */
    void features(float[] into, int at) {
        fill();
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        for (int i = 0; i < header.width(); i++) {
            into[at + i] = switch (header.type()) {
                case IdxHeader.UNSIGNED_BYTE -> SCALED[bytes[i] & 0xFF];
                case IdxHeader.FLOAT -> numbers.getFloat();
                default -> (float) numbers.getDouble();
            };
            requireFinite(into[at + i], i);
        }
    }

    /** Reads the next row of a file of labels: bytes as they are. */
    float label() {
        fill();
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        float label = switch (header.type()) {
            case IdxHeader.UNSIGNED_BYTE -> bytes[0] & 0xFF;
            case IdxHeader.FLOAT -> numbers.getFloat();
            default -> (float) numbers.getDouble();
        };
        requireFinite(label, 0);
        return label;
    }

    private void requireFinite(float value, int column) {
        if (!Float.isFinite(value)) {
            throw new DataException("data: number is not finite: file=" + file + " row=" + rows + " column=" + column
                    + " value=" + value + "; remove the row or fill in a number");
        }
    }

    private void fill() {
        try {
            in.readFully(bytes);
            rows++;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Checks that the file ends where its header says; for gzip that the check sum agrees. */
    void requireEnd() {
        try {
            if (in.read() >= 0) {
                throw new DataException("idx: file is longer than its header says: file=" + file + " rows=" + rows
                        + "; the file is damaged, fetch it again");
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private DataException damaged(IOException cause) {
        return new DataException(
                "idx: file is damaged or cut off: file=" + file + " row=" + (rows + 1) + " cause="
                        + cause.getClass().getSimpleName() + " " + cause.getMessage() + "; fetch the file again",
                cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
