package io.elbo4j.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * Numbers that the derivative does not see, and numbers that carry a derivative of their own. Every gradient strategy that is not
 * plain differentiation is the second one: a score function carries cost × ∂ log q, a gamma draw ∂z/∂α, a measure-valued
 * draw the difference of two costs.
 */
public final class Detached {

    private Detached() {}

    /** The same values; derivative 0. */
    public static SDVariable of(SDVariable x) {
        return new StopGradient(x.getSameDiff(), x).outputVariable();
    }

    /**
     * The value given, with the derivative {@code coefficient × ∂θ} in place of its own: value + coefficient · (θ − θ), of which the
     * derivative sees only the first θ.
     *
     * @param coefficient of the same shape as the others, or one that broadcasts to it
     */
    public static SDVariable carrying(SDVariable value, SDVariable coefficient, SDVariable theta) {
        return of(value).add(of(coefficient).mul(theta.sub(of(theta))));
    }
}
