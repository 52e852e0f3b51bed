package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Cuts what a reader reads into blocks of some megabytes and checks that numbers are finite. Ends at the first fault. */
final class RowBlocks implements Iterator<RowBlock> {

    private static final int BLOCK_NUMBERS = 1 << 20;
    private static final int BLOCK_ROWS = 8192;

    private final RowReader reader;
    private final String file;
    private final List<String> names;
    private final String label;
    private final boolean sparse;
    private final int blockRows;
    private long rows;
    private boolean done;

    RowBlocks(RowReader reader, String file, List<String> names, String label, boolean sparse) {
        this(reader, file, names, label, sparse, BLOCK_ROWS);
    }

    /**
     * With at most so many rows a block.
     *
     * @param label name of the target; empty where there is none
     */
    RowBlocks(RowReader reader, String file, List<String> names, String label, boolean sparse, int mostRows) {
        this.reader = reader;
        this.file = file;
        this.names = names;
        this.label = label;
        this.sparse = sparse;
        this.blockRows = sparse ? mostRows : Math.max(1, Math.min(mostRows, BLOCK_NUMBERS / names.size()));
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public RowBlock next() {
        if (done) {
            throw new NoSuchElementException();
        }
        RowCells cells = RowCells.of(names.size(), blockRows, sparse);
        float[] targets = new float[blockRows];
        float[] weights = new float[reader.weighted() ? blockRows : 0];
        String fault = "";
        boolean more = true;
        try {
            while (cells.rows() < blockRows && cells.numbers() < BLOCK_NUMBERS && more) {
                more = reader.next(cells);
                if (more) {
                    check(cells);
                    targets[cells.rows()] = label.isEmpty() ? Float.NaN : reader.target();
                    if (reader.weighted()) {
                        weights[cells.rows()] = reader.weight();
                    }
                    cells.endRow();
                }
            }
        } catch (RowFault e) {
            fault = e.message();
        } catch (IOException | UncheckedIOException e) {
            fault = unreadable(file, e).message();
        }
        if (!more || !fault.isEmpty()) {
            close();
        }
        Batch read = new Batch(
                cells.features(),
                Arrays.copyOf(targets, cells.rows()),
                Arrays.copyOf(weights, reader.weighted() ? cells.rows() : 0));
        RowBlock block = new RowBlock(rows, read, fault);
        rows += cells.rows();
        return block;
    }

    /** The fault of a file whose bytes end or break in the middle. */
    static RowFault unreadable(String file, Exception cause) {
        return new RowFault(
                "data: file is damaged or cut off",
                file,
                "cause=" + cause.getMessage(),
                "fetch the file again, or check it with the program that wrote it");
    }

    private void check(RowCells cells) throws RowFault {
        int column = cells.notFinite();
        if (column >= 0) {
            throw notFinite(names.get(column), cells.value(column));
        }
        if (!label.isEmpty() && !Float.isFinite(reader.target())) {
            throw notFinite(label, reader.target());
        }
    }

    private RowFault notFinite(String column, float value) {
        return new RowFault(
                "data: number is not finite",
                file,
                reader.where() + "column=" + column + " value=" + value,
                "remove the row or fill in a number; 32-bit floats end at 3.4e38");
    }

    private void close() {
        done = true;
        try {
            reader.close();
        } catch (IOException e) {
            // Everything that was wanted has been read.
            return;
        }
    }
}
