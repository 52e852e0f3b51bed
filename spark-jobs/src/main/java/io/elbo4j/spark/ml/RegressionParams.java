package io.elbo4j.spark.ml;

import java.util.Arrays;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;

/**
 * Params of predictions of real values.
 *
 * @param <T> the estimator or model that has them
 */
public interface RegressionParams<T> extends DrawParams<T> {

    /** Column of the noise of the data. */
    default Param<String> aleatoricSdCol() {
        return new Param<>(
                this, "aleatoricSdCol", "column of the standard deviation of the noise, in the label's unit");
    }

    /** Column of the doubt about the weights. */
    default Param<String> epistemicSdCol() {
        return new Param<>(
                this,
                "epistemicSdCol",
                "column of the standard deviation that comes from doubt about the weights, in the label's unit");
    }

    /** Which quantiles are added. */
    default DoubleArrayParam quantileProbabilities() {
        return new DoubleArrayParam(
                this,
                "quantileProbabilities",
                "probabilities of the quantiles, each in (0, 1)",
                Validators.of((double[] values) ->
                        values.length > 0 && Arrays.stream(values).allMatch(p -> p > 0 && p < 1)));
    }

    /** Column of the quantiles. */
    default Param<String> quantilesCol() {
        return new Param<>(
                this, "quantilesCol", "column of the predictive distribution's quantiles; empty: none, they cost time");
    }

    /** Value of {@link #aleatoricSdCol}. */
    default String getAleatoricSdCol() {
        return getOrDefault(aleatoricSdCol());
    }

    /** Sets {@link #aleatoricSdCol}; default {@code aleatoricSd}. */
    default T setAleatoricSdCol(String value) {
        return Values.set(this, aleatoricSdCol(), value);
    }

    /** Value of {@link #epistemicSdCol}. */
    default String getEpistemicSdCol() {
        return getOrDefault(epistemicSdCol());
    }

    /** Sets {@link #epistemicSdCol}; default {@code epistemicSd}. */
    default T setEpistemicSdCol(String value) {
        return Values.set(this, epistemicSdCol(), value);
    }

    /** Value of {@link #quantileProbabilities}. */
    default double[] getQuantileProbabilities() {
        return getOrDefault(quantileProbabilities()).clone();
    }

    /** Sets {@link #quantileProbabilities}; default 0.05, 0.5, 0.95. */
    default T setQuantileProbabilities(double[] value) {
        return Values.set(this, quantileProbabilities(), value.clone());
    }

    /** Value of {@link #quantilesCol}. */
    default String getQuantilesCol() {
        return getOrDefault(quantilesCol());
    }

    /** Sets {@link #quantilesCol}; default empty, which is none. */
    default T setQuantilesCol(String value) {
        return Values.set(this, quantilesCol(), value);
    }
}
