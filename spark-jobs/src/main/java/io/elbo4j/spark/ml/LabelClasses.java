package io.elbo4j.spark.ml;

import java.util.OptionalInt;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.StructField;

/** How many classes a label's column says that it has. */
final class LabelClasses {

    private LabelClasses() {}

    /** Known of a column that StringIndexer made, so that folds without a rare class have all classes too. */
    private static OptionalInt of(StructField label) {
        return Attribute.fromStructField(label) instanceof NominalAttribute nominal
                        && nominal.getNumValues().isDefined()
                ? OptionalInt.of((Integer) nominal.getNumValues().get())
                : OptionalInt.empty();
    }

    /** The setting that says so, on a line of its own; nothing where the column says nothing. */
    static String setting(StructField label) {
        return of(label).stream()
                .mapToObj(count -> "\nlikelihood.classes = " + count)
                .findFirst()
                .orElse("");
    }
}
