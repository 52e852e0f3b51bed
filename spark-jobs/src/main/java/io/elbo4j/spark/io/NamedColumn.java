package io.elbo4j.spark.io;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Columns by their whole names: a dot or a backtick in one is part of it. */
public final class NamedColumn {

    private NamedColumn() {}

    /** The column with exactly this name. */
    public static Column of(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }
}
