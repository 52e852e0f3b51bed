package io.elbo4j.program.distribution;

import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;
import io.elbo4j.samediff.Detached;
import java.util.List;
import org.hipparchus.special.Gamma;
import org.nd4j.autodiff.samediff.SDVariable;

/** Gamma numbers drawn outside the graph, with their derivative with respect to the concentration. */
final class GammaDraw {

    /** Step of the difference that stands for ∂/∂α of the distribution function, relative to α. */
    private static final double STEP = 1e-5;

    private GammaDraw() {}

    /** Gamma(concentration, 1), {@code [L, E]}; differentiates with respect to the concentration. */
    static SDVariable ofUnitRate(Lanes lanes, SDVariable concentration, int[] event) {
        List<SDVariable> drawn = lanes.drawn(GammaDraw::fill, 2, event, concentration);
        return Detached.carrying(drawn.get(0), drawn.get(1), concentration);
    }

    private static void fill(float[][] given, float[][] drawn, int from, int to, Key key) {
        for (int i = from; i < to; i++) {
            double concentration = given[0][i];
            double value = draw(concentration, key.fold(i - from));
            drawn[0][i] = Math.max((float) value, Float.MIN_NORMAL);
            drawn[1][i] = (float) derivative(concentration, Math.max(value, Float.MIN_NORMAL));
        }
    }

    /**
     * Marsaglia and Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical Software 26, 2000; below
     * 1 with one more than the concentration, times u^(1/α).
     */
    static double draw(double concentration, Key key) {
        if (!(concentration > 0) || Double.isInfinite(concentration)) {
            return Double.NaN;
        }
        if (concentration < 1) {
            double u = 1 - key.fold(-1).uniform(0);
            return draw(concentration + 1, key) * Math.pow(u, 1 / concentration);
        }
        double d = concentration - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        for (int trial = 0; ; trial++) {
            Key at = key.fold(trial);
            double x = at.gaussian(0);
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - at.uniform(1)) < 0.5 * x * x + d * (1 - v + Math.log(v))) {
                return d * v;
            }
        }
    }

    /** dz/dα = −(∂F/∂α) / p(z): what keeps F(z; α) as it is. Of the two tails the smaller one, whose digits are all good. */
    @Equation(paper = "arXiv:1805.08498v4", number = "implicit derivative of a gamma draw")
    static double derivative(double concentration, double value) {
        if (Double.isNaN(value)) {
            return Double.NaN;
        }
        double step = STEP * concentration;
        double up = concentration + step;
        double down = concentration - step;
        double slope = value > concentration
                ? (Gamma.regularizedGammaQ(down, value) - Gamma.regularizedGammaQ(up, value)) / (2 * step)
                : (Gamma.regularizedGammaP(up, value) - Gamma.regularizedGammaP(down, value)) / (2 * step);
        double logDensity = (concentration - 1) * Math.log(value) - value - Gamma.logGamma(concentration);
        return -slope / Math.exp(logDensity);
    }
}
