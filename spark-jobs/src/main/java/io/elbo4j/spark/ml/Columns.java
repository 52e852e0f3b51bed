package io.elbo4j.spark.ml;

import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a DataFrame must have, and gets. */
final class Columns {

    private Columns() {}

    /** The column of a name. */
    private static StructField field(StructType schema, String column, String param) {
        List<StructField> found = Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(column))
                .toList();
        if (found.size() != 1) {
            throw new DataException((found.isEmpty() ? "data: no such column: " : "data: several columns of a name: ")
                    + param + "=" + column + " columns=" + List.of(schema.fieldNames()) + "; set " + param
                    + " to one of them");
        }
        return found.get(0);
    }

    static void requireVector(StructType schema, String column, String param) {
        StructField field = field(schema, column, param);
        if (!field.dataType().equals(SQLDataTypes.VectorType())) {
            throw new DataException("data: column has another type: " + param + "=" + column + " found="
                    + field.dataType().simpleString()
                    + " expected=vector; Spark ML's VectorAssembler makes one vector of numeric columns");
        }
    }

    static StructField requireNumber(StructType schema, String column, String param) {
        StructField field = field(schema, column, param);
        if (!(field.dataType() instanceof NumericType)) {
            throw new DataException("data: column has another type: " + param + "=" + column + " found="
                    + field.dataType().simpleString()
                    + " expected=a number; Spark ML's StringIndexer numbers classes 0, 1, 2 ...");
        }
        return field;
    }

    /** The schema with these columns at its end. */
    static StructType with(StructType schema, List<PredictionColumn> columns) {
        StructType wider = schema;
        for (PredictionColumn column : columns) {
            if (List.of(wider.fieldNames()).contains(column.name())) {
                throw new DataException("data: column is there already: column=" + column.name() + " columns="
                        + List.of(wider.fieldNames()) + "; drop it, or give the output another name");
            }
            wider = wider.add(column.field());
        }
        return wider;
    }
}
