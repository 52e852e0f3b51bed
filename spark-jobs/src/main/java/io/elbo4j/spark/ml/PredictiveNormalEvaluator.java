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
 * Judges predictions of real values: {@code nll} (nats a row) of the normal with the predicted mean and both standard deviations
 * together, which stands for the mixture over posterior draws; and {@code rmse}.
 */
public final class PredictiveNormalEvaluator extends PredictionEvaluator<PredictiveNormalEvaluator> {

    private static final long serialVersionUID = 1;

    /** With default Params and a uid of its own. */
    public PredictiveNormalEvaluator() {
        this(Identifiable.randomUID("predictiveNormalEvaluator"));
    }

    /** With default Params and this uid. */
    public PredictiveNormalEvaluator(String uid) {
        super(uid, List.of("nll", "rmse"), "targets");
        setDefault(predictionCol(), "prediction");
        setDefault(aleatoricSdCol(), "aleatoricSd");
        setDefault(epistemicSdCol(), "epistemicSd");
    }

    /** Column of predicted means. */
    public Param<String> predictionCol() {
        return new Param<>(this, "predictionCol", "column of predicted means");
    }

    /** Value of {@link #predictionCol}. */
    public String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /** Sets {@link #predictionCol}; default {@code prediction}. */
    public PredictiveNormalEvaluator setPredictionCol(String value) {
        return Values.set(this, predictionCol(), value);
    }

    /** Column of standard deviations of the noise. */
    public Param<String> aleatoricSdCol() {
        return new Param<>(this, "aleatoricSdCol", "column of standard deviations of the noise");
    }

    /** Value of {@link #aleatoricSdCol}. */
    public String getAleatoricSdCol() {
        return getOrDefault(aleatoricSdCol());
    }

    /** Sets {@link #aleatoricSdCol}; default {@code aleatoricSd}. */
    public PredictiveNormalEvaluator setAleatoricSdCol(String value) {
        return Values.set(this, aleatoricSdCol(), value);
    }

    /** Column of standard deviations from doubt about the weights. */
    public Param<String> epistemicSdCol() {
        return new Param<>(this, "epistemicSdCol", "column of standard deviations from doubt about the weights");
    }

    /** Value of {@link #epistemicSdCol}. */
    public String getEpistemicSdCol() {
        return getOrDefault(epistemicSdCol());
    }

    /** Sets {@link #epistemicSdCol}; default {@code epistemicSd}. */
    public PredictiveNormalEvaluator setEpistemicSdCol(String value) {
        return Values.set(this, epistemicSdCol(), value);
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
        Columns.requireNumber(rows.schema(), getPredictionCol(), "predictionCol");
        Columns.requireNumber(rows.schema(), getAleatoricSdCol(), "aleatoricSdCol");
        Columns.requireNumber(rows.schema(), getEpistemicSdCol(), "epistemicSdCol");
        return FrameMetrics.ofNormals(rows, getLabelCol(), getPredictionCol(), getAleatoricSdCol(), getEpistemicSdCol())
                .value(getMetricName());
    }

    @Override
    public boolean isLargerBetter() {
        return false;
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<PredictiveNormalEvaluator> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads what {@code save} wrote into this folder. */
    public static PredictiveNormalEvaluator load(String path) {
        return read().load(path);
    }
}
