package io.elbo4j.nn;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The part of the log likelihood that depends on the outputs, as a graph: it is there for its gradient alone. The value
 * with its constants is computed from the outputs in double precision.
 */
final class ObservationLoss {

    private ObservationLoss() {}

    /** Width of one row's target: one number, or one of K for classes. */
    static int targetWidth(ObservationModel observation) {
        return observation instanceof Categorical categorical ? categorical.classes() : 1;
    }

    /**
     * Σ over the batch, up to terms without outputs.
     *
     * @param outputs {@code [B, K]}
     * @param target {@code [B, targetWidth]}
     * @param precision {@code [1]}: 1 / noise variance; used by Gaussian observations whose noise is not an output
     */
    static SDVariable of(
            SameDiff graph, ObservationModel observation, SDVariable outputs, SDVariable target, SDVariable precision) {
        if (observation instanceof Categorical categorical) {
            SDVariable own = categorical.groups().isEmpty() ? outputs : ownGroup(graph, categorical, outputs, target);
            return graph.nn().logSoftmax(own).mul(target).sum();
        }
        if (observation instanceof Bernoulli) {
            return outputs.mul(target).sub(SpecialFunctions.softplus(outputs)).sum();
        }
        if (observation instanceof Poisson) {
            return outputs.mul(target).sub(graph.math().exp(outputs)).sum();
        }
        if (observation instanceof GaussianInputNoise) {
            SDVariable mean = column(graph, outputs, 0);
            SDVariable logVariance = column(graph, outputs, 1);
            SDVariable scaled =
                    SpecialFunctions.square(target.sub(mean)).mul(graph.math().exp(logVariance.neg()));
            return logVariance.add(scaled).sum().mul(-0.5);
        }
        return SpecialFunctions.square(target.sub(outputs)).mul(precision).sum().mul(-0.5);
    }

    /** Outputs from which those of classes outside the target's group are so far below that they count as nothing. */
    private static SDVariable ownGroup(SameDiff graph, Categorical categorical, SDVariable outputs, SDVariable target) {
        int classes = categorical.classes();
        float[][] apart = new float[classes][classes];
        for (int k = 0; k < classes; k++) {
            for (int other = 0; other < classes; other++) {
                apart[k][other] = categorical.together(k, other) ? 0 : -FAR;
            }
        }
        return outputs.add(target.mmul(graph.constant(Nd4j.createFromArray(apart))));
    }

    /** Nats; exp(−FAR) is 0 in float. */
    private static final float FAR = 1e4f;

    /** One of two columns, by a product: it has a plain gradient. */
    private static SDVariable column(SameDiff graph, SDVariable outputs, int index) {
        float[][] chosen = {{1 - index}, {index}};
        return outputs.mmul(graph.constant(Nd4j.createFromArray(chosen)));
    }
}
