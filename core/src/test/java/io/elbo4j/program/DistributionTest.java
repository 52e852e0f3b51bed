package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.math.Key;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Beta;
import io.elbo4j.program.distribution.Categorical;
import io.elbo4j.program.distribution.CholeskyNormal;
import io.elbo4j.program.distribution.Dirichlet;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Gamma;
import io.elbo4j.program.distribution.LogNormal;
import io.elbo4j.program.distribution.Mixture;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Poisson;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;

/** Every distribution: its density and derivative against formulas in double precision, its draws against an expectation in closed form. */
class DistributionTest {

    private static final long SEED = 11;
    private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    /**
     * What is known of a distribution.
     *
     * @param expectation E[f(z)] from the parameters
     * @param at a value
     * @param logDensity there, from the parameters
     * @param strategies to try; score functions stand for each other
     */
    record Known(
            String name,
            OneLatent latent,
            ToDoubleFunction<double[]> expectation,
            double[] at,
            ToDoubleFunction<double[]> logDensity,
            List<Strategy> strategies) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static SDVariable square(Trace trace, SDVariable z) {
        return z.mul(z);
    }

    private static SDVariable weightedLog(Trace trace, SDVariable z) {
        return trace.graph().math().log(z).mul(trace.constant(1, -2, 0.5));
    }

    private static double gaussian(double x, double mean, double logSd) {
        double scaled = (x - mean) * Math.exp(-logSd);
        return -0.5 * scaled * scaled - logSd - HALF_LOG_2PI;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double lgamma(double x) {
        return org.hipparchus.special.Gamma.logGamma(x);
    }

    private static double digamma(double x) {
        return org.hipparchus.special.Gamma.digamma(x);
    }

    private static double[] p(double... numbers) {
        return numbers;
    }

    static Stream<Known> distributions() {
        return Stream.of(
                new Known(
                        "Normal",
                        new OneLatent(p -> new Normal(p.get(0), p.get(1)), DistributionTest::square, p(0.4), p(-0.3)),
                        p -> p[0] * p[0] + Math.exp(2 * p[1]),
                        p(1.3),
                        p -> gaussian(1.3, p[0], p[1]),
                        List.of(
                                Strategy.REPARAMETERISED,
                                Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT,
                                Strategy.MEASURE_VALUED)),
                new Known(
                        "Normal of two numbers",
                        new OneLatent(
                                p -> new Normal(p.get(0), p.get(1)),
                                (t, z) -> square(t, z.mul(t.constant(1, 2)).sum(true, 1)),
                                p(0.4, -0.2),
                                p(-0.3, 0.1)),
                        p -> (p[0] + 2 * p[1]) * (p[0] + 2 * p[1]) + Math.exp(2 * p[2]) + 4 * Math.exp(2 * p[3]),
                        p(1.3, -0.4),
                        p -> gaussian(1.3, p[0], p[2]) + gaussian(-0.4, p[1], p[3]),
                        List.of(Strategy.MEASURE_VALUED)),
                new Known(
                        "LogNormal",
                        new OneLatent(p -> new LogNormal(p.get(0), p.get(1)), (t, z) -> z, p(0.2), p(-0.7)),
                        p -> Math.exp(p[0] + 0.5 * Math.exp(2 * p[1])),
                        p(2.2),
                        p -> gaussian(Math.log(2.2), p[0], p[1]) - Math.log(2.2),
                        List.of(Strategy.REPARAMETERISED, Strategy.SCORE_FUNCTION)),
                new Known(
                        "Bernoulli",
                        new OneLatent(
                                p -> new Bernoulli(p.get(0)),
                                (t, z) -> square(t, z.mul(t.constant(1, 2)).sum(true, 1)),
                                p(0.4, -0.8)),
                        p -> sigmoid(p[0]) + 4 * sigmoid(p[1]) + 4 * sigmoid(p[0]) * sigmoid(p[1]),
                        p(1, 0),
                        p -> Math.log(sigmoid(p[0])) + Math.log(sigmoid(-p[1])),
                        List.of(Strategy.MEASURE_VALUED, Strategy.ENUMERATION)),
                new Known(
                        "Categorical",
                        new OneLatent(
                                p -> new Categorical(p.get(0)),
                                (t, z) -> z.mul(t.constant(1, -2, 0.5)),
                                p(0.4, -0.3, 0.1)),
                        p -> {
                            double sum = Math.exp(p[0]) + Math.exp(p[1]) + Math.exp(p[2]);
                            return (Math.exp(p[0]) - 2 * Math.exp(p[1]) + 0.5 * Math.exp(p[2])) / sum;
                        },
                        p(0, 1, 0),
                        p -> p[1] - Math.log(Math.exp(p[0]) + Math.exp(p[1]) + Math.exp(p[2])),
                        List.of(Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT, Strategy.ENUMERATION)),
                new Known(
                        "Gamma",
                        new OneLatent(
                                p -> new Gamma(p.get(0), p.get(1)),
                                (t, z) -> t.graph().math().log(z),
                                p(0.6),
                                p(1.7)),
                        p -> digamma(p[0]) - Math.log(p[1]),
                        p(0.8),
                        p -> p[0] * Math.log(p[1]) - lgamma(p[0]) + (p[0] - 1) * Math.log(0.8) - 0.8 * p[1],
                        List.of(Strategy.IMPLICIT, Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT)),
                new Known(
                        "Beta",
                        new OneLatent(
                                p -> new Beta(p.get(0), p.get(1)),
                                (t, z) -> t.graph().math().log(z),
                                p(2.5),
                                p(1.2)),
                        p -> digamma(p[0]) - digamma(p[0] + p[1]),
                        p(0.3),
                        p -> lgamma(p[0] + p[1])
                                - lgamma(p[0])
                                - lgamma(p[1])
                                + (p[0] - 1) * Math.log(0.3)
                                + (p[1] - 1) * Math.log(0.7),
                        List.of(Strategy.IMPLICIT)),
                new Known(
                        "Dirichlet",
                        new OneLatent(p -> new Dirichlet(p.get(0)), DistributionTest::weightedLog, p(1.5, 3, 0.8)),
                        p -> digamma(p[0])
                                - 2 * digamma(p[1])
                                + 0.5 * digamma(p[2])
                                + 0.5 * digamma(p[0] + p[1] + p[2]),
                        p(0.2, 0.5, 0.3),
                        p -> lgamma(p[0] + p[1] + p[2])
                                - lgamma(p[0])
                                - lgamma(p[1])
                                - lgamma(p[2])
                                + (p[0] - 1) * Math.log(0.2)
                                + (p[1] - 1) * Math.log(0.5)
                                + (p[2] - 1) * Math.log(0.3),
                        List.of(Strategy.IMPLICIT)),
                new Known(
                        "Poisson",
                        new OneLatent(p -> new Poisson(p.get(0)), DistributionTest::square, p(1.4)),
                        p -> p[0] + p[0] * p[0],
                        p(3),
                        p -> 3 * Math.log(p[0]) - p[0] - Math.log(6),
                        List.of(Strategy.MEASURE_VALUED, Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT)),
                new Known(
                        "CholeskyNormal",
                        new OneLatent(
                                p -> new CholeskyNormal(p.get(0), p.get(1)),
                                (t, z) ->
                                        square(t, z.mul(t.constant(1, -2, 0.5)).sum(true, 1)),
                                p(0.2, -0.1, 0.4),
                                p(-0.2, 9, 9, 0.5, 0.1, 9, -0.4, 0.3, -0.1)),
                        DistributionTest::choleskySquare,
                        p(0.5, 0.3, -0.2),
                        DistributionTest::choleskyDensity,
                        List.of(Strategy.REPARAMETERISED)),
                new Known(
                        "Mixture",
                        new OneLatent(
                                p -> new Mixture(
                                        p.get(0),
                                        List.<Distribution>of(
                                                new Normal(p.get(1), p.get(2)), new Normal(p.get(3), p.get(2)))),
                                DistributionTest::square,
                                p(0.3, -0.2),
                                p(1.0),
                                p(-0.5),
                                p(-0.6)),
                        p -> {
                            double share = sigmoid(p[0] - p[1]);
                            return share * p[2] * p[2] + (1 - share) * p[4] * p[4] + Math.exp(2 * p[3]);
                        },
                        p(0.1),
                        p -> {
                            double share = sigmoid(p[0] - p[1]);
                            return Math.log(share * Math.exp(gaussian(0.1, p[2], p[3]))
                                    + (1 - share) * Math.exp(gaussian(0.1, p[4], p[3])));
                        },
                        List.of(Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT)));
    }

    /** (wᵀm)² + |Lᵀw|², L = (I + N)·diag(eˢ). */
    private static double choleskySquare(double[] p) {
        double[] w = {1, -2, 0.5};
        double mean = w[0] * p[0] + w[1] * p[1] + w[2] * p[2];
        double sum = mean * mean;
        double[][] n = {{1, 0, 0}, {p[6], 1, 0}, {p[9], p[10], 1}};
        for (int j = 0; j < 3; j++) {
            double column = 0;
            for (int i = 0; i < 3; i++) {
                column += n[i][j] * w[i];
            }
            sum += column * column * Math.exp(2 * p[3 + 4 * j]);
        }
        return sum;
    }

    private static double choleskyDensity(double[] p) {
        double[] rest = {0.5 - p[0], 0.3 - p[1], -0.2 - p[2]};
        rest[1] -= p[6] * rest[0];
        rest[2] -= p[9] * rest[0] + p[10] * rest[1];
        double sum = 0;
        for (int j = 0; j < 3; j++) {
            sum += gaussian(rest[j], 0, p[3 + 4 * j]);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void logDensity_andItsGradient_areRight(Known known) {
        Estimate estimate = known.latent().density(known.at()).estimate(theta(known), Minibatch.NONE, Key.of(SEED));
        double[] at = known.latent().theta();
        double expected = known.logDensity().applyAsDouble(at);
        assertEquals(expected, estimate.value(), 1e-5 * Math.max(1, Math.abs(expected)));
        double[] gradient = gradient(known.logDensity(), at);
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(gradient[i], estimate.gradient()[i], 2e-5 * Math.max(1, Math.abs(gradient[i])), "at " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void gradientOfAnExpectation_byEachStrategy_isUnbiased(Known known) {
        double[] at = known.latent().theta();
        for (Strategy strategy : known.strategies()) {
            Inference<?> inference = known.latent().inference(strategy, strategy == Strategy.ENUMERATION ? 1 : 1000);
            Estimates.of(inference, theta(known), Minibatch.NONE, strategy == Strategy.ENUMERATION ? 2 : 20, SEED)
                    .requireNear(
                            known + " " + strategy + " seed=" + SEED,
                            known.expectation().applyAsDouble(at),
                            gradient(known.expectation(), at),
                            3e-5);
        }
    }

    private static float[] theta(Known known) {
        double[] at = known.latent().theta();
        float[] theta = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            theta[i] = (float) at[i];
        }
        return theta;
    }

    private static double[] gradient(ToDoubleFunction<double[]> function, double[] at) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            gradient[i] = (function.applyAsDouble(up) - function.applyAsDouble(down)) / 2e-5;
        }
        return gradient;
    }
}
