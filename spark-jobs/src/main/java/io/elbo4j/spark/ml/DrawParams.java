package io.elbo4j.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Params of predictions that are a mean over posterior draws.
 *
 * @param <T> the estimator or model that has them
 */
public interface DrawParams<T> extends PredictionParams<T> {

    /** Posterior draws of a prediction. */
    default IntParam samples() {
        return new IntParam(this, "samples", "posterior draws of a prediction (>= 1)", ParamValidators.gtEq(1));
    }

    /** Whether the prediction of one draw is added, for Thompson sampling. */
    default Param<String> posteriorDraw() {
        return new Param<>(
                this,
                "posteriorDraw",
                "whether the prediction of a single posterior draw is added: none; run (one draw for all rows, given by"
                        + " seed); row (each row one of the draws, by seed, partition and place)",
                ParamValidators.<String>inArray(List.of("none", "run", "row")));
    }

    /** Column of that draw's prediction. */
    default Param<String> posteriorDrawCol() {
        return new Param<>(
                this,
                "posteriorDrawCol",
                "column of a single draw's prediction: probabilities of the classes, or the mean");
    }

    /** Value of {@link #samples}. */
    default int getSamples() {
        return Values.whole(this, samples());
    }

    /** Sets {@link #samples}; default {@code evaluate.samples} of the reference. */
    default T setSamples(int value) {
        return Values.set(this, samples(), value);
    }

    /** Value of {@link #posteriorDraw}. */
    default String getPosteriorDraw() {
        return getOrDefault(posteriorDraw());
    }

    /** Sets {@link #posteriorDraw}; default {@code none}. */
    default T setPosteriorDraw(String value) {
        return Values.set(this, posteriorDraw(), value);
    }

    /** Value of {@link #posteriorDrawCol}. */
    default String getPosteriorDrawCol() {
        return getOrDefault(posteriorDrawCol());
    }

    /** Sets {@link #posteriorDrawCol}; default {@code posteriorDraw}. */
    default T setPosteriorDrawCol(String value) {
        return Values.set(this, posteriorDrawCol(), value);
    }
}
