package io.elbo4j.density;

import io.elbo4j.data.Features;
import io.elbo4j.math.Key;

/** A network that can also predict with the randomness of its weights in the activations. */
public interface LocalNetwork extends Network, LocalLogLikelihood {

    /**
     * Outputs for each row, of one draw of the activations.
     *
     * @param mean {@code [D]}
     * @param variance {@code [D]}, of the weights
     * @param noise names the draw
     * @return {@code [rows, K]}
     */
    float[] locallyDrawnOutputs(float[] mean, float[] variance, Key noise, Features features);
}
