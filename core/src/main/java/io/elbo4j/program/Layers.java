package io.elbo4j.program;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;

/** Dense layers with parameters of their own, for encoders and decoders. */
public final class Layers {

    private Layers() {}

    /** x·W + b, {@code [L, inputs]} to {@code [L, outputs]}; parameters {@code name.weight} and {@code name.bias}. */
    public static SDVariable linear(Trace trace, String name, SDVariable x, int inputs, int outputs) {
        SDVariable weight = trace.parameter(name + ".weight", Initial.glorot(inputs, outputs), inputs, outputs);
        SDVariable bias = trace.parameter(name + ".bias", Initial.constant(0), 1, outputs);
        return x.mmul(weight).add(bias);
    }

    /** The same, rectified. */
    public static SDVariable relu(Trace trace, String name, SDVariable x, int inputs, int outputs) {
        return SpecialFunctions.relu(linear(trace, name, x, inputs, outputs));
    }

    /** The same, through a hyperbolic tangent. */
    public static SDVariable tanh(Trace trace, String name, SDVariable x, int inputs, int outputs) {
        return trace.graph().math().tanh(linear(trace, name, x, inputs, outputs));
    }
}
