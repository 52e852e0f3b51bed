package io.elbo4j.models.ssvi;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;

/**
 * What a weight outside the support promises. With gradient G at 0, likelihood curvature H and prior precision p, the bound can
 * rise by G² / 2(H + p), so newcomers are chosen by |G| / √(H + p), H being the layer's mean. With one prior for all that is the
 * order of |G|, the paper's; where earlier tasks hold weights at 0 ({@link io.elbo4j.update.PosteriorPrior}), those that they
 * need least come first.
 *
 * @param prior of the weights
 * @param curvature H, as the precision of the layer's active weights has it
 * @param free the smallest precision that a weight of the layer has by its prior
 */
record NewcomerGain(GaussianPrior prior, double curvature, double free) {

    static NewcomerGain of(SparseGaussian q, ParameterBlock layer, GaussianPrior prior) {
        double sd = 0;
        int from = q.position(layer.offset());
        int active = q.active(layer);
        for (int k = from; k < from + active; k++) {
            sd += q.sd()[k] / active;
        }
        double free = Double.POSITIVE_INFINITY;
        for (int i = layer.offset(); i < layer.end(); i++) {
            free = Math.min(free, prior.precision(i));
        }
        return new NewcomerGain(prior, sd > 0 ? 1 / (sd * sd) : 0, free);
    }

    /** The gradient as it would count for a weight that no earlier rows hold; its sign stays. */
    float of(double gradient, int index) {
        return (float) (gradient * Math.sqrt((curvature + free) / (curvature + prior.precision(index))));
    }
}
