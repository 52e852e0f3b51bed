package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows of one partition of a DataFrame in blocks, each with the features of its vector column, checked as those of
 * training are.
 */
public final class VectorRows implements Iterator<VectorRows.Block> {

    /** So that what a block needs of all draws stays in the second-level cache. */
    private static final int BLOCK_ROWS = 1024;

    /** What errors call rows that come from no file. */
    private static final String GIVEN = "DataFrame";

    /**
     * Neighbouring rows.
     *
     * @param first number of the first within its partition
     * @param rows as they came
     * @param features of these rows, without targets
     */
    public record Block(long first, List<Row> rows, Batch features) {}

    private final Iterator<Row> rows;
    private final RowBlocks blocks;
    private final List<Row> taken = new ArrayList<>();

    /**
     * Reads rows.
     *
     * @param partition they are of, for errors
     * @param column name of the vector column
     * @param at its place in a row
     * @param names of the features
     * @param sparse whether the features are kept as their non-zeros
     */
    public VectorRows(Iterator<Row> rows, int partition, String column, int at, List<String> names, boolean sparse) {
        this.rows = rows;
        Iterator<Row> vectors = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                taken.add(row);
                return RowFactory.create(row.get(at));
            }
        };
        String file = GIVEN + " partition=" + partition;
        this.blocks = new RowBlocks(
                new FrameReader(vectors, file, names, "", column, ""), file, names, "", sparse, BLOCK_ROWS);
    }

    /**
     * The rows of a DataFrame as training data.
     *
     * @param column name of the vector column
     * @param label name of the target's column
     * @param weight name of the column of weights; empty where each row counts once
     * @param sparse {@code auto}, {@code true} or {@code false}: whether rows are kept as their non-zeros
     * @throws DataException for the first faulty row
     */
    public static Table table(Dataset<Row> rows, String column, String label, String weight, String sparse) {
        return FrameTables.given(
                rows, column, DataSource.of(GIVEN).withLabel(label).withSparse(sparse), weight);
    }

    /** Whether rows of so many features stay sparse. */
    public static boolean keepsSparse(String sparse, int width) {
        return DataSource.of(GIVEN).withSparse(sparse).keepsSparse(width);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    /**
     * The next block.
     *
     * @throws DataException when one of its rows is faulty
     */
    @Override
    public Block next() {
        RowBlock block = blocks.next();
        if (!block.fault().isEmpty()) {
            throw new DataException(RowFault.text(block.fault(), block.first() + taken.size()));
        }
        Block read = new Block(block.first(), List.copyOf(taken), block.rows());
        taken.clear();
        return read;
    }
}
