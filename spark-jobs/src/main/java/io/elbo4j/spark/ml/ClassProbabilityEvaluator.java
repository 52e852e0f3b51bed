package io.elbo4j.spark.ml;

import io.elbo4j.spark.run.FrameMetrics;
import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Judges probabilities of classes, of any classifier of Spark ML: {@code nll} (nats a row; a probability below 1e-15 counts as 1e-15),
 * {@code ece} (calibration error of the most probable class, 15 bins of equal width), {@code accuracy} and {@code brier}.
 */
public final class ClassProbabilityEvaluator extends Evaluator implements DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private final String uid;

    /** With default Params and a uid of its own. */
    public ClassProbabilityEvaluator() {
        this(Identifiable.randomUID("classProbabilityEvaluator"));
    }

    /** With default Params and this uid. */
    public ClassProbabilityEvaluator(String uid) {
        this.uid = uid;
        setDefault(metricName(), "nll");
        setDefault(labelCol(), "label");
        setDefault(probabilityCol(), "probability");
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Which figure. */
    public Param<String> metricName() {
        return new Param<>(
                this,
                "metricName",
                "figure of the evaluation: nll, ece, accuracy, brier",
                ParamValidators.<String>inArray(List.of("nll", "ece", "accuracy", "brier")));
    }

    /** Value of {@link #metricName}. */
    public String getMetricName() {
        return getOrDefault(metricName());
    }

    /** Sets {@link #metricName}; default {@code nll}. */
    public ClassProbabilityEvaluator setMetricName(String value) {
        return Values.set(this, metricName(), value);
    }

    /** Column of class numbers 0, 1, 2 .... */
    public Param<String> labelCol() {
        return new Param<>(this, "labelCol", "column of class numbers 0, 1, 2 ...");
    }

    /** Value of {@link #labelCol}. */
    public String getLabelCol() {
        return getOrDefault(labelCol());
    }

    /** Sets {@link #labelCol}; default {@code label}. */
    public ClassProbabilityEvaluator setLabelCol(String value) {
        return Values.set(this, labelCol(), value);
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

    @Override
    public ClassProbabilityEvaluator copy(ParamMap extra) {
        return defaultCopy(extra);
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
