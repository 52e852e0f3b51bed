package io.elbo4j.samediff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A function of one variable as a graph: its values, and the gradient of their weighted sum. */
public final class OneVariable {

    private final SameDiff graph = SameDiff.create();
    private final long[] shape;
    private final String values;

    /** Σ weight · f(x), with weights 1, 1.5, 2 ... so that no symmetry hides a fault. */
    public OneVariable(UnaryOperator<SDVariable> function, DataType type, long... shape) {
        this.shape = shape;
        SDVariable result = function.apply(graph.placeHolder("x", type, shape));
        values = result.name();
        int size = Math.toIntExact(shapeOf(result, type));
        SDVariable weights = graph.constant(
                Nd4j.linspace(1, 1 + 0.5 * (size - 1), size, DataType.DOUBLE).castTo(type));
        SDVariable loss =
                size == 1 ? result.reshape(1).mul(1.0) : result.reshape(size).mul(weights);
        graph.setLossVariables(loss.sum());
        StandardOutput.silently(() -> graph.createGradFunction("x"));
    }

    private long shapeOf(SDVariable result, DataType type) {
        INDArray ones = Nd4j.ones(type, shape).mul(0.5);
        return HostArrays.result(graph.output(Map.of("x", ones), result.name()), result.name())
                .length();
    }

    /** f(x), one after the other. */
    public double[] values(double... x) {
        return HostArrays.result(graph.output(inputs(x), values), values)
                .dup('c')
                .data()
                .asDouble();
    }

    /** ∂ Σ weight · f(x) / ∂x. */
    public double[] gradient(double... x) {
        OutAndGrad result = graph.calculateGradientsAndOutputs(inputs(x), List.of(values), List.of("x"));
        return HostArrays.result(result.getGradients(), "x").dup('c').data().asDouble();
    }

    /** The same by central differences. */
    public double[] differences(double step, double... x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += step;
            down[i] -= step;
            gradient[i] = (weighted(values(up)) - weighted(values(down))) / (2 * step);
        }
        return gradient;
    }

    private static double weighted(double[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (1 + 0.5 * i) * values[i];
        }
        return sum;
    }

    private Map<String, INDArray> inputs(double[] x) {
        DataType type = graph.getVariable("x").dataType();
        Map<String, INDArray> inputs = new HashMap<>();
        inputs.put("x", Nd4j.createFromArray(x).reshape('c', shape).castTo(type));
        return inputs;
    }
}
