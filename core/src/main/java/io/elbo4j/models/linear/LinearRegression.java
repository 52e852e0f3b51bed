package io.elbo4j.models.linear;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Sums;
import java.util.Arrays;

/** Bayesian linear regression with known noise: the exact answer, and mean-field ascent that must find it. */
public final class LinearRegression {

    private LinearRegression() {}

    /** The exact posterior of the family, in one round. */
    public static Algorithm<LinearState, Sums> closedForm(LinearSpec spec) {
        ClosedForm solver = new ClosedForm(spec);
        return new Algorithm<>("linear-regression", solver, solver, LinearStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Mean-field ascent with exact gradients. */
    public static Algorithm<LinearState, Sums> exactGradient(LinearSpec spec) {
        if (spec.full()) {
            throw new IllegalArgumentException(
                    "linear regression: gradients are for the mean-field family: "
                            + "model.family=full model.solver=gradient; use model.solver=closed-form or model.family=mean-field");
        }
        ExactGradient solver = new ExactGradient(spec);
        return new Algorithm<>("linear-regression", solver, solver, LinearStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** The prior as the first belief. */
    public static LinearState initial(LinearSpec spec, int inputs) {
        int d = inputs + (spec.bias() ? 1 : 0);
        double[] variance = new double[d];
        Arrays.setAll(variance, i -> 1 / spec.prior().precision(i));
        Posterior prior = new DiagonalGaussian(spec.prior().mean(d), variance);
        return new LinearState(prior, Double.NaN, new double[0], new double[0]);
    }
}
