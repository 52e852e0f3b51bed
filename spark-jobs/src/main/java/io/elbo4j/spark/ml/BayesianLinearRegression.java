package io.elbo4j.spark.ml;

import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.run.PredictionColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;

/**
 * Conjugate Bayesian linear regression: the exact posterior for known noise, in one round (Bishop 2006, 3.3). Dense features and the
 * label are standardised, predictions are in the label's own unit.
 */
public final class BayesianLinearRegression
        extends PosteriorEstimator<BayesianLinearRegression, BayesianLinearRegressionModel>
        implements RegressionParams<BayesianLinearRegression> {

    private static final long serialVersionUID = 1;

    /** With default Params and a uid of its own. */
    public BayesianLinearRegression() {
        this(Identifiable.randomUID("bayesianLinearRegression"));
    }

    /** With default Params and this uid. */
    public BayesianLinearRegression(String uid) {
        super(uid);
        Defaults.regression(this);
        Defaults.training(this);
        setDefault(noiseVariance(), Defaults.noiseVariance());
        setDefault(fitIntercept(), true);
        setDefault(weightCol(), "");
    }

    /** Reads what {@code save} wrote. */
    public static MLReader<BayesianLinearRegression> read() {
        return PosteriorReader.ofEstimators(
                BayesianLinearRegression.class, (uid, initial) -> new BayesianLinearRegression(uid).initially(initial));
    }

    /** Reads what {@code save} wrote into this folder. */
    public static BayesianLinearRegression load(String path) {
        return read().load(path);
    }

    @Override
    BayesianLinearRegressionModel made(TrainedModel<?> trained, TrainingSummary summary) {
        return new BayesianLinearRegressionModel(uid(), trained, summary);
    }

    @Override
    List<PredictionColumn> columns() {
        return Outputs.ofValues(this);
    }

    @Override
    String weights() {
        return getWeightCol();
    }

    /** Column of the rows' weights. */
    public Param<String> weightCol() {
        return new Param<>(
                this,
                "weightCol",
                "column of the rows' weights (finite, >= 0): a row of weight w counts as w rows; empty: each counts once");
    }

    /** Value of {@link #weightCol}. */
    public String getWeightCol() {
        return getOrDefault(weightCol());
    }

    /** Sets {@link #weightCol}; default empty, where each row counts once. */
    public BayesianLinearRegression setWeightCol(String value) {
        return Values.set(this, weightCol(), value);
    }

    /** Variance of the noise. */
    public DoubleParam noiseVariance() {
        return new DoubleParam(
                this,
                "noiseVariance",
                "variance of the noise (> 0), where the label is scaled to variance 1: the part of its variance that the"
                        + " features leave open",
                ParamValidators.gt(0));
    }

    /** Whether there is an intercept. */
    public BooleanParam fitIntercept() {
        return new BooleanParam(this, "fitIntercept", "whether there is an intercept");
    }

    /** Value of {@link #noiseVariance}. */
    public double getNoiseVariance() {
        return Values.real(this, noiseVariance());
    }

    /** Sets {@link #noiseVariance}; default {@code likelihood.noiseVariance} of the reference. */
    public BayesianLinearRegression setNoiseVariance(double value) {
        return Values.set(this, noiseVariance(), value);
    }

    /** Value of {@link #fitIntercept}. */
    public boolean getFitIntercept() {
        return Values.flag(this, fitIntercept());
    }

    /** Sets {@link #fitIntercept}; default true. */
    public BayesianLinearRegression setFitIntercept(boolean value) {
        return Values.set(this, fitIntercept(), value);
    }

    @Override
    RunSettings runSettings(StructField label) {
        List<RunSettings.Given> given = new ArrayList<>(NetworkSettings.common(this, this));
        given.add(new RunSettings.Given("model.name", "linear-regression", ""));
        given.add(new RunSettings.Given("likelihood.family", "gaussian", ""));
        given.add(new RunSettings.Given(
                "likelihood.noiseVariance", Double.toString(getNoiseVariance()), "noiseVariance"));
        given.add(new RunSettings.Given("network.bias", Boolean.toString(getFitIntercept()), "fitIntercept"));
        return new RunSettings("data.heldOut = 0\ndata.standardiseTarget = true", given);
    }
}
