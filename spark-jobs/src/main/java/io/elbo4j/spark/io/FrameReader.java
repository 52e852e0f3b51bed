package io.elbo4j.spark.io;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** The rows of one partition of a DataFrame: doubles or one vector, then the label and the weight where there are. */
final class FrameReader implements RowReader {

    private final Iterator<Row> rows;
    private final String file;
    private final List<String> names;
    private final String label;
    private final String vector;
    private final String weight;
    private float target = Float.NaN;
    private float counts = 1;

    /**
     * Reads rows.
     *
     * @param vector name of the vector column; empty where the features are doubles
     * @param weight name of the column of weights; empty where each row counts once
     */
    FrameReader(Iterator<Row> rows, String file, List<String> names, String label, String vector, String weight) {
        this.rows = rows;
        this.file = file;
        this.names = names;
        this.label = label;
        this.vector = vector;
        this.weight = weight;
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
                throw new RowFault("data: cell is null", file, "column=" + name(c), "fill in a number or drop the row");
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
        if (weighted()) {
            readWeight(row.getDouble(columns + 1));
        }
        return true;
    }

    private String name(int column) {
        int columns = vector.isEmpty() ? names.size() : 1;
        if (column >= columns) {
            return column == columns ? label : weight;
        }
        return vector.isEmpty() ? names.get(column) : vector;
    }

    private void readWeight(double value) throws RowFault {
        counts = (float) value;
        if (!(counts >= 0 && Float.isFinite(counts))) {
            throw new RowFault(
                    "data: not a weight",
                    file,
                    "column=" + weight + " value=" + value,
                    "weights are finite and 0 or more; drop the row or correct it");
        }
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
    public boolean weighted() {
        return !weight.isEmpty();
    }

    @Override
    public float weight() {
        return counts;
    }

    @Override
    public String where() {
        return "";
    }

    @Override
    public void close() {}
}
