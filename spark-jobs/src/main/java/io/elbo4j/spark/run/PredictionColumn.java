package io.elbo4j.spark.run;

import java.io.Serializable;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * A column that a prediction adds to a DataFrame.
 *
 * @param name of the column
 * @param what is in it
 */
public record PredictionColumn(String name, What what) implements Serializable {

    /** What a column holds. */
    public enum What {
        /** The most probable class, or the mean. */
        PREDICTION(false),
        /** p̄ of each class. */
        PROBABILITY(true),
        /** ln p̄ of each class, nats. */
        LOG_PROBABILITY(true),
        /** H[p̄], nats. */
        PREDICTIVE_ENTROPY(false),
        /** What the draws disagree about, nats; NaN of a single draw. */
        MUTUAL_INFORMATION(false),
        /** Noise of the data, in the target's unit. */
        ALEATORIC_SD(false),
        /** Doubt about the weights, in the target's unit. */
        EPISTEMIC_SD(false),
        /** Quantiles of the predictive mixture, in the target's unit. */
        QUANTILES(true),
        /** The prediction of one draw: probabilities of the classes. */
        DRAWN_PROBABILITY(true),
        /** The prediction of one draw: the mean. */
        DRAWN_MEAN(false);

        private final boolean vector;

        What(boolean vector) {
            this.vector = vector;
        }
    }

    /** Its place in a schema. */
    public StructField field() {
        DataType type = what.vector ? SQLDataTypes.VectorType() : DataTypes.DoubleType;
        return new StructField(name, type, false, Metadata.empty());
    }
}
