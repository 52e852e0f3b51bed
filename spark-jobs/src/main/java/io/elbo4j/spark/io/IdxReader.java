package io.elbo4j.spark.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The images of a file with their labels. Pixel bytes become value / 255, labels stay as they are. */
final class IdxReader implements RowReader {

    private static final float[] PIXELS = byteValues(255f);
    private static final float[] CLASSES = byteValues(1f);

    private final IdxPair pair;
    private final IdxFile images;
    private final @Nullable IdxFile labels;
    private float target = Float.NaN;
    private int rows;

    IdxReader(Storage storage, IdxPair pair) throws IOException {
        this.pair = pair;
        this.images = new IdxFile(storage, pair.images());
        this.labels = pair.labels().isEmpty() ? null : new IdxFile(storage, pair.labels());
    }

    private static float[] byteValues(float unit) {
        float[] values = new float[256];
        for (int b = 0; b < values.length; b++) {
            values[b] = b / unit;
        }
        return values;
    }

    @Override
    public boolean next(RowCells row) throws IOException, RowFault {
        if (rows == pair.header().rows()) {
            requireEnd(images, pair.images());
            if (labels != null) {
                requireEnd(labels, pair.labels());
            }
            return false;
        }
        images.next(row::put, PIXELS);
        if (labels != null) {
            try {
                labels.next((column, value) -> target = value, CLASSES);
            } catch (IOException e) {
                throw RowBlocks.unreadable(pair.labels(), e);
            }
        }
        rows++;
        return true;
    }

    private void requireEnd(IdxFile file, String name) throws RowFault {
        boolean end;
        try {
            end = file.atEnd();
        } catch (IOException e) {
            throw RowBlocks.unreadable(name, e);
        }
        if (!end) {
            throw new RowFault(
                    "idx: file is longer than its header says",
                    name,
                    "rows=" + rows,
                    "the file is damaged, fetch it again");
        }
    }

    @Override
    public float target() {
        return target;
    }

    @Override
    public String where() {
        return "";
    }

    @Override
    public void close() throws IOException {
        images.close();
        if (labels != null) {
            labels.close();
        }
    }
}
