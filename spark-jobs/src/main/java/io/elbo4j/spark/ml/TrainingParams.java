package io.elbo4j.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * Params of all trainings.
 *
 * @param <T> the estimator that has them
 */
public interface TrainingParams<T> extends Params {

    /** Column of the label: a number. */
    default Param<String> labelCol() {
        return new Param<>(this, "labelCol", "label column name");
    }

    /** Of each weight, around 0. */
    default DoubleParam priorVariance() {
        return new DoubleParam(
                this, "priorVariance", "variance of each weight under the prior (> 0)", ParamValidators.gt(0));
    }

    /** Logical parts of the data. */
    default IntParam shards() {
        return new IntParam(
                this,
                "shards",
                "logical parts of the data (>= 1); part of the result, unlike executors and cores",
                ParamValidators.gtEq(1));
    }

    /** Everything else. */
    default Param<String> settings() {
        return new Param<>(
                this,
                "settings",
                "further settings as in conf/reference.conf, in HOCON: for example train.optimiser = adam, train.clip = 10");
    }

    /** Value of {@link #labelCol}. */
    default String getLabelCol() {
        return getOrDefault(labelCol());
    }

    /** Sets {@link #labelCol}; default {@code label}. */
    default T setLabelCol(String value) {
        return Values.set(this, labelCol(), value);
    }

    /** Value of {@link #priorVariance}. */
    default double getPriorVariance() {
        return Values.real(this, priorVariance());
    }

    /** Sets {@link #priorVariance}; default {@code prior.variance} of the reference. */
    default T setPriorVariance(double value) {
        return Values.set(this, priorVariance(), value);
    }

    /** Value of {@link #shards}. */
    default int getShards() {
        return Values.whole(this, shards());
    }

    /** Sets {@link #shards}; default {@code cluster.shards} of the reference. */
    default T setShards(int value) {
        return Values.set(this, shards(), value);
    }

    /** Value of {@link #settings}. */
    default String getSettings() {
        return getOrDefault(settings());
    }

    /** Sets {@link #settings}; default empty. What is wrong with them is said by {@code transformSchema} and {@code fit}. */
    default T setSettings(String value) {
        return Values.set(this, settings(), value);
    }
}
