package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;

/**
 * An episode's quadratic and its posterior, under what belief and noise say at the episode's own scale.
 *
 * @param state whose noise is at that scale
 * @param belief at that scale
 * @param prior that the belief expects
 * @param task rows of the quadratic
 * @param quadratic of their log likelihood
 * @param local the posterior
 * @param precision E[1/s | rows] of the scale; 1 where all episodes are of one
 * @param nats that the bound has more for the scale; NaN without a finite fit, and then the others are not to be used
 */
record LocalFit(
        NiwMetaState state,
        NormalInverseWishart belief,
        EpisodeGaussian prior,
        TaskLikelihood task,
        Quadratic quadratic,
        EpisodeGaussian local,
        double precision,
        double nats) {

    static LocalFit of(
            EpisodeFit fit,
            EpisodeScale scale,
            OwnWeights weights,
            NiwMetaState state,
            NormalInverseWishart belief,
            Batch rows,
            Key key) {
        EpisodeGaussian prior = EpisodeGaussian.expected(belief);
        TaskLikelihood task = weights.task(state, rows);
        Quadratic quadratic = fit.of(task, prior, key);
        if (!quadratic.isFinite()) {
            return new LocalFit(state, belief, prior, task, quadratic, prior, 1, Double.NaN);
        }
        EpisodeGaussian local = Shape.of(belief).local(prior, quadratic);
        LocalFit atOne = new LocalFit(state, belief, prior, task, quadratic, local, 1, 0);
        return scale.varies() ? atOne.atItsScale(scale, weights, rows) : atOne;
    }

    /** The mean is the same at any scale. */
    private LocalFit atItsScale(EpisodeScale scale, OwnWeights weights, Batch rows) {
        double distance = squaredDistance(rows.rows(), weights.noiseVariance(state));
        if (!Double.isFinite(distance)) {
            return new LocalFit(state, belief, prior, task, quadratic, local, 1, Double.NaN);
        }
        double own = scale.precision(rows.rows(), distance);
        NiwMetaState there = weights.at(own, state);
        return new LocalFit(
                there,
                EpisodeScale.at(own, belief),
                prior.dividedBy(own),
                weights.task(there, rows),
                quadratic.times(own),
                local.dividedBy(own),
                own,
                scale.logOddsToNormal(rows.rows(), distance));
    }

    /**
     * How far rows are from what the prior expects, (y − Xm₀)ᵀ (XSXᵀ + σ²I)⁻¹ (y − Xm₀), without an inverse: |y − Xm|² / σ² + (m − m₀)ᵀ (h − A m).
     * Of an exact quadratic at one scale.
     */
    double squaredDistance(int rows, double noiseVariance) {
        double logLik = task.at(EpisodeFit.single(local.mean())).logLikSum();
        double distance = -2 * logLik - rows * Math.log(2 * Math.PI * noiseVariance);
        double[] slope = quadratic.lossGradient(local.mean());
        for (int i = 0; i < slope.length; i++) {
            distance -= (local.mean()[i] - prior.mean()[i]) * slope[i];
        }
        return Math.max(0, distance);
    }

    boolean isFinite() {
        return Double.isFinite(nats);
    }
}
