package io.elbo4j.spark.ml;

import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsWritable;

/**
 * Judges columns of predictions beside a column of targets, by one of a few figures.
 *
 * @param <E> the evaluator
 */
public abstract class PredictionEvaluator<E extends PredictionEvaluator<E>> extends Evaluator
        implements DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final List<String> figures;
    private final String target;

    /**
     * With the first figure and the column {@code label} by default.
     *
     * @param figures that there are
     * @param target what stands in the column of targets
     */
    PredictionEvaluator(String uid, List<String> figures, String target) {
        this.uid = uid;
        this.figures = figures;
        this.target = target;
        setDefault(metricName(), figures.get(0));
        setDefault(labelCol(), "label");
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
                "figure of the evaluation: " + String.join(", ", figures),
                ParamValidators.<String>inArray(figures));
    }

    /** Value of {@link #metricName}. */
    public String getMetricName() {
        return getOrDefault(metricName());
    }

    /** Sets {@link #metricName}; default {@code nll}. */
    public E setMetricName(String value) {
        return Values.set(this, metricName(), value);
    }

    /** Column of targets. */
    public Param<String> labelCol() {
        return new Param<>(this, "labelCol", "column of " + target);
    }

    /** Value of {@link #labelCol}. */
    public String getLabelCol() {
        return getOrDefault(labelCol());
    }

    /** Sets {@link #labelCol}; default {@code label}. */
    public E setLabelCol(String value) {
        return Values.set(this, labelCol(), value);
    }

    @Override
    public E copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
