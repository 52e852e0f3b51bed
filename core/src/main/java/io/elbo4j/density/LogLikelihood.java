package io.elbo4j.density;

import io.elbo4j.data.Batch;
import java.io.Serializable;

/** log p(targets given features, θ): pure, summed over the batch, in nats. The network lives behind it. */
public interface LogLikelihood extends Serializable {

    /** Where each parameter lies in θ. */
    ParameterLayout layout();

    /**
     * Value and gradient at a point.
     *
     * @param theta {@code [D]}; not written to
     */
    ValueGrad valueGrad(float[] theta, Batch batch);
}
