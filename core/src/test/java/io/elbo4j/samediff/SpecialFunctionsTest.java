package io.elbo4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class SpecialFunctionsTest {

    private static final double[] POSITIVE = {0.01, 0.3, 1, 1.4616, 2, 7.5, 40, 3000};

    @Test
    void lgamma_inDoublePrecision_isGood() {
        check(SpecialFunctions::lgamma, Gamma::logGamma, Gamma::digamma, 5e-9);
    }

    @Test
    void digamma_inDoublePrecision_isGood() {
        check(SpecialFunctions::digamma, Gamma::digamma, Gamma::trigamma, 5e-9);
    }

    private static void check(
            UnaryOperator<SDVariable> function,
            DoubleUnaryOperator value,
            DoubleUnaryOperator slope,
            double tolerance) {
        OneVariable graph = new OneVariable(function, DataType.DOUBLE, POSITIVE.length);
        double[] values = graph.values(POSITIVE);
        double[] gradient = graph.gradient(POSITIVE);
        for (int i = 0; i < POSITIVE.length; i++) {
            double expected = value.applyAsDouble(POSITIVE[i]);
            assertEquals(expected, values[i], tolerance * Math.max(1, Math.abs(expected)), "at " + POSITIVE[i]);
            double rise = (1 + 0.5 * i) * slope.applyAsDouble(POSITIVE[i]);
            assertEquals(rise, gradient[i], 4 * tolerance * Math.max(1, Math.abs(rise)), "slope at " + POSITIVE[i]);
        }
    }

    @Test
    void lgamma_inSinglePrecision_isGoodWherePosteriorsAre() {
        OneVariable graph = new OneVariable(SpecialFunctions::lgamma, DataType.FLOAT, POSITIVE.length);
        double[] expected = Arrays.stream(POSITIVE).map(Gamma::logGamma).toArray();
        double[] values = graph.values(POSITIVE);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], values[i], 3e-6 * Math.max(1, Math.abs(expected[i])), "at " + POSITIVE[i]);
        }
    }

    @Test
    void softplus_andRelu_andSquare_areRightFarOut() {
        OneVariable softplus = new OneVariable(SpecialFunctions::softplus, DataType.FLOAT, 4);
        assertArrayEquals(new double[] {0, Math.log(2), 3.048587, 500}, softplus.values(-200, 0, 3, 500), 1e-6);
        matches(SpecialFunctions::softplus, -3, 0.5, 2);
        matches(SpecialFunctions::relu, -3, 0.5, 2);
        matches(SpecialFunctions::square, -3, 0.5, 2);
    }

    @Test
    void logSumExp_doesNotOverflow() {
        OneVariable graph = new OneVariable(SpecialFunctions::logSumExp, DataType.FLOAT, 2, 2);
        assertArrayEquals(
                new double[] {1000 + Math.log(2), -1000 + Math.log1p(Math.exp(-1))},
                graph.values(1000, 1000, -1000, -1001),
                1e-4);
        assertArrayEquals(graph.differences(1e-2, 0.3, -0.2, 1, 2), graph.gradient(0.3, -0.2, 1, 2), 1e-3, "gradient");
    }

    private static void matches(UnaryOperator<SDVariable> function, double... x) {
        OneVariable graph = new OneVariable(function, DataType.DOUBLE, x.length);
        assertArrayEquals(graph.differences(1e-4, x), graph.gradient(x), 1e-6);
    }
}
