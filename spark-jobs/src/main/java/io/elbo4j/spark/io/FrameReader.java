package io.elbo4j.spark.io;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** The rows of one partition of a DataFrame: doubles or one vector, then the label where there is one. */
final class FrameReader implements RowReader {

    private final Iterator<Row> rows;
    private final String file;
    private final List<String> names;
    private final String label;
    private final String vector;
    private float target = Float.NaN;

    /**
     * Reads rows.
     *
     * @param vector name of the vector column; empty where the features are doubles
     */
    FrameReader(Iterator<Row> rows, String file, List<String> names, String label, String vector) {
        this.rows = rows;
        this.file = file;
        this.names = names;
        this.label = label;
        this.vector = vector;
    }

    @Override
    public boolean next(RowCells cells) throws RowFault {
        if (!rows.hasNext()) {
            return false;
        }
        Row row = rows.next();
        int columns = vector.isEmpty() ? names.size() : 1;
        for (int c = 0; c < row.size(); c++) {
            if (row.isNullAt(c)) {
                String column = c == columns ? label : vector.isEmpty() ? names.get(c) : vector;
                throw new RowFault("data: cell is null", file, "column=" + column, "fill in a number or drop the row");
            }
        }
        if (!vector.isEmpty()) {
            fill(row.getAs(0), cells);
        } else {
            for (int c = 0; c < columns; c++) {
                cells.put(c, (float) row.getDouble(c));
            }
        }
        if (row.size() > columns) {
            target = (float) row.getDouble(columns);
        }
        return true;
    }

    private void fill(Vector values, RowCells cells) throws RowFault {
        if (values.size() != cells.width()) {
            throw new RowFault(
                    "data: vector has another length",
                    file,
                    "column=" + vector + " length=" + values.size() + " expected=" + cells.width(),
                    "every row has the same features");
        }
        if (values instanceof SparseVector sparse) {
            for (int i = 0; i < sparse.indices().length; i++) {
                cells.put(sparse.indices()[i], (float) sparse.values()[i]);
            }
        } else if (values instanceof DenseVector dense) {
            for (int i = 0; i < cells.width(); i++) {
                cells.put(i, (float) dense.values()[i]);
            }
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
    public void close() {}
}
