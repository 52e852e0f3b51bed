package io.elbo4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Every operation of SameDiff that programs and distributions are made of, against central differences. */
class SameDiffOpsTest {

    private static final double[] X = {0.3, 0.9, 1.7, 0.6, 1.1, 2.3};

    /** Of x {@code [3, 2]}. */
    private static final Map<String, UnaryOperator<SDVariable>> OPERATIONS = new TreeMap<>();

    static {
        OPERATIONS.put("exp", x -> x.getSameDiff().math().exp(x));
        OPERATIONS.put("log", x -> x.getSameDiff().math().log(x));
        OPERATIONS.put("log1p", x -> x.getSameDiff().math().log1p(x));
        OPERATIONS.put("sqrt", x -> x.getSameDiff().math().sqrt(x));
        OPERATIONS.put("sin", x -> x.getSameDiff().math().sin(x));
        OPERATIONS.put("cos", x -> x.getSameDiff().math().cos(x));
        OPERATIONS.put("tanh", x -> x.getSameDiff().math().tanh(x));
        OPERATIONS.put("sigmoid", x -> x.getSameDiff().nn().sigmoid(x));
        OPERATIONS.put("neg", SDVariable::neg);
        OPERATIONS.put("add, sub, mul, div of broadcasts", x -> {
            SDVariable row = x.sum(true, 0);
            SDVariable column = x.sum(true, 1);
            return x.add(row).mul(column).div(row.add(1)).sub(column);
        });
        OPERATIONS.put("rsub, rdiv", x -> x.rsub(2).mul(x.rdiv(3)));
        OPERATIONS.put("mmul", x -> x.mmul(x.permute(1, 0)).mmul(x));
        OPERATIONS.put("concat", x -> x.getSameDiff().concat(1, x, x.mul(x)));
        OPERATIONS.put("reshape, sum", x -> x.mul(x).reshape(3, 2, 1).sum(1, 2));
        OPERATIONS.put("sum of all", x -> x.mul(x).sum());
        OPERATIONS.put("max", x -> x.mul(x).max(true, 1));
        OPERATIONS.put(
                "repeat by product",
                x -> x.reshape(3, 1, 2)
                        .mul(x.getSameDiff().constant(Nd4j.ones(DataType.DOUBLE, 1, 4, 1)))
                        .reshape(12, 2));
        OPERATIONS.put("permute", x -> x.mul(x).permute(1, 0));
    }

    @Test
    void operations_haveTheDerivativeOfTheirValues() {
        OPERATIONS.forEach((name, operation) -> {
            OneVariable graph = new OneVariable(operation, DataType.DOUBLE, 3, 2);
            assertArrayEquals(graph.differences(1e-5, X), graph.gradient(X), 1e-7, name);
        });
    }

    /** Why no distribution inverts a matrix in the graph: ND4J multiplies elementwise where −A⁻ᵀ G A⁻ᵀ is right. */
    @Test
    void matrixInverse_hasAWrongDerivative() {
        OneVariable graph = new OneVariable(
                x -> x.getSameDiff()
                        .math()
                        .matrixInverse(
                                x.add(x.getSameDiff().constant(Nd4j.eye(2).castTo(DataType.DOUBLE)))),
                DataType.DOUBLE,
                2,
                2);
        double[] x = {1, 0.5, 0.3, 0.2};
        assertNotEquals(graph.differences(1e-5, x)[1], graph.gradient(x)[1], 1e-2);
    }
}
