package io.elbo4j.family;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.math.Key;
import java.util.List;

/** What is believed about θ: an immutable value, equal by value. */
public interface Posterior {

    /** D. */
    int dimension();

    /** The posterior mean of θ, {@code [D]}; exactly 0 where a parameter is not active. */
    float[] meanTheta();

    /** A draw of θ, {@code [D]}. */
    float[] draw(Key key);

    /** How many parameters of a block are not exactly 0, in all components. */
    default int active(ParameterBlock block) {
        return block.size();
    }

    /** Equally probable beliefs of which this one is a mixture; itself alone where it is none. */
    default List<? extends Posterior> components() {
        return List.of(this);
    }
}
