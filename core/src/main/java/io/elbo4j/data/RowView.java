package io.elbo4j.data;

import java.io.Serializable;

/** What a model sees of rows: a pure function of each row by itself. */
public interface RowView extends Serializable {

    /** The rows as the model sees them, as many and in the same order. */
    Batch of(Batch rows);

    /** How many inputs a row then has. */
    int width(int inputs);

    /** As they are. */
    RowView ALL = new Unchanged();

    /** See {@link #ALL}. */
    record Unchanged() implements RowView {

        @Override
        public Batch of(Batch rows) {
            return rows;
        }

        @Override
        public int width(int inputs) {
            return inputs;
        }
    }
}
