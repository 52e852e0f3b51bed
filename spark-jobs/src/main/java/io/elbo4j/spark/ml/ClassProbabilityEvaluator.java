package io.elbo4j.spark.ml;

import io.elbo4j.spark.run.FrameMetrics;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Judges probabilities of classes, of any classifier of Spark ML: {@code nll} (nats a row; a probability below 1e-15 counts as 1e-15),
 * {@code ece} (calibration error of the most probable class, 15 bins of equal width), {@code accuracy} and {@code brier}.
 */
public final class ClassProbabilityEvaluator extends PredictionEvaluator<ClassProbabilityEvaluator> {

    private static final long serialVersionUID = 1;

    /** With default Params and a uid of its own. */
    public ClassProbabilityEvaluator() {
        this(Identifiable.randomUID("classProbabilityEvaluator"));
    }

    /** With default Params and this uid. */
    public ClassProbabilityEvaluator(String uid) {
        super(uid, List.of("nll", "ece", "accuracy", "brier"), "class numbers 0, 1, 2 ...");
        setDefault(probabilityCol(), "probability");
    }

    /** Column of vectors of the classes' probabilities. */
    public Param<String> probabilityCol() {
        return new Param<>(this, "probabilityCol", "column of vectors of the classes' probabilities");
    }

    /** Value of {@link #probabilityCol}. */
    public String getProbabilityCol() {
        return getOrDefault(probabilityCol());
    }

    /** Sets {@link #probabilityCol}; default {@code probability}. */
    public ClassProbabilityEvaluator setProbabilityCol(String value) {
        return Values.set(this, probabilityCol(), value);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.elbo4j.spark.io.DataException naming a column that is missing or has another type, or the row at fault
     */
    @Override
    public double evaluate(Dataset<?> dataset) {
        Dataset<Row> rows = dataset.toDF();
        Columns.requireNumber(rows.schema(), getLabelCol(), "labelCol");
        Columns.requireVector(rows.schema(), getProbabilityCol(), "probabilityCol");
        return FrameMetrics.ofClasses(rows, getLabelCol(), getProbabilityCol())
                .value(getMetricName().equals("ece") ? "ece15" : getMetricName());
    }

    @Override
    public boolean isLargerBetter() {
        return getMetricName().equals("accuracy");
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<ClassProbabilityEvaluator> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads what {@code save} wrote into this folder. */
    public static ClassProbabilityEvaluator load(String path) {
        return read().load(path);
    }
}
