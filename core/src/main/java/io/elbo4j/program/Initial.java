package io.elbo4j.program;

import io.elbo4j.math.Key;
import java.io.Serializable;

/** Where a parameter starts. */
@FunctionalInterface
public interface Initial extends Serializable {

    /** The number at a place. */
    float at(Key key, int place);

    /** All the same. */
    static Initial constant(double value) {
        return (key, place) -> (float) value;
    }

    /** Normal numbers around 0. */
    static Initial normal(double sd) {
        return (key, place) -> (float) (sd * key.gaussian(place));
    }

    /** For a matrix between layers without a rectifier (Glorot and Bengio, 2010): keeps the variance of activations, forward and back. */
    static Initial glorot(int inputs, int outputs) {
        return normal(Math.sqrt(2.0 / (inputs + outputs)));
    }
}
