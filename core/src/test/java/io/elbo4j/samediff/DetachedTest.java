package io.elbo4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class DetachedTest {

    @Test
    void carrying_hasTheValueGiven_andTheDerivativeGiven() {
        OneVariable graph = new OneVariable(
                x -> {
                    SDVariable value = x.mul(x).mul(x);
                    SDVariable coefficient = x.add(5).mul(x);
                    return Detached.carrying(value, coefficient, x.mul(2));
                },
                DataType.DOUBLE,
                3,
                1);
        double[] x = {-1, 2, 0.5};
        assertArrayEquals(new double[] {-1, 8, 0.125}, graph.values(x), 1e-12);
        // weight · coefficient · ∂(2x): neither x³ nor the coefficient is seen.
        assertArrayEquals(new double[] {2 * -4, 1.5 * 2 * 14, 2 * 2 * 2.75}, graph.gradient(x), 1e-12);
    }

    @Test
    void of_stopsTheDerivative_wherePartsOfASumStillHaveOne() {
        OneVariable graph = new OneVariable(x -> Detached.of(x.mul(x)).mul(x).add(x.mul(3)), DataType.DOUBLE, 2);
        assertArrayEquals(new double[] {4 + 3, 1.5 * (9 + 3)}, graph.gradient(2, 3), 1e-12);
    }
}
