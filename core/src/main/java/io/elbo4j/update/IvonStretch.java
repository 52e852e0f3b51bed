package io.elbo4j.update;

import io.elbo4j.math.Subnormal;

/**
 * The arithmetic of {@link Ivon} on a stretch of parameters, in float32, and the room for it. The loops of weights are
 * straight, over whole arrays of one length at one index, without a branch or a change of type, so that the virtual machine makes
 * vectors of them. What lies behind a stretch shorter than the arrays is computed and not read.
 */
final class IvonStretch {

    /** Parameters at a time: all arrays together stay in the first-level cache. */
    static final int LENGTH = 512;

    final float[] mean = new float[LENGTH];
    final float[] sd = new float[LENGTH];
    final float[] momentum = new float[LENGTH];
    final float[] hessian = new float[LENGTH];
    /** −∂E/∂μ, mean over rows. */
    final float[] descent = new float[LENGTH];
    /** ∂E/∂ log σ, mean over rows. */
    final float[] slope = new float[LENGTH];
    /** δ. */
    final float[] delta = new float[LENGTH];

    /** δ as far as means are concerned. */
    final float[] pull = new float[LENGTH];

    /** Factor of the step; 1 unless the prior is a cavity. */
    final float[] pace = new float[LENGTH];

    final float[] priorMean = new float[LENGTH];

    /** g ← β₁g + (1 − β₁)ĝ. */
    void momentum(double beta1) {
        float kept = (float) beta1;
        float fresh = (float) (1 - beta1);
        for (int i = 0; i < LENGTH; i++) {
            momentum[i] = kept * momentum[i] + fresh * descent[i];
        }
    }

    /** The running Hessian. The last term, of second order, keeps h + δ above half its former value. */
    void hessian(double beta2) {
        float fresh = (float) (1 - beta2);
        for (int i = 0; i < LENGTH; i++) {
            float h = hessian[i];
            float gap = fresh * (h + slope[i] / (sd[i] * sd[i]));
            hessian[i] = h - gap + 0.5f * gap * gap / (h + delta[i]);
        }
    }

    /** σ² ← 1 / (λ(h + δ)). */
    void sd(double klScale) {
        float scale = (float) klScale;
        for (int i = 0; i < LENGTH; i++) {
            sd[i] = (float) Math.sqrt(scale / (hessian[i] + delta[i]));
        }
    }

    /**
     * m ← m − pace · (a + b · min(δ, most δ)) · clip((g / debias + δ(m − prior mean)) / (h + δ)), with δ for means.
     *
     * @param rate a
     * @param rateOfDelta b
     * @param mostDelta above which δ makes steps no longer
     */
    void newton(double rate, double rateOfDelta, double mostDelta, double debias, double clip) {
        float a = (float) rate;
        float b = (float) rateOfDelta;
        float unbiased = (float) (1 / debias);
        float most = (float) clip;
        float longest = (float) mostDelta;
        for (int i = 0; i < LENGTH; i++) {
            float step = (unbiased * momentum[i] + pull[i] * (mean[i] - priorMean[i])) / (hessian[i] + pull[i]);
            mean[i] -= pace[i] * (a + b * Math.min(longest, pull[i])) * Math.max(-most, Math.min(most, step));
        }
    }

    /** What has decayed to almost nothing becomes nothing. */
    void settle() {
        Subnormal.toZero(momentum);
        Subnormal.toZero(hessian);
        Subnormal.toZero(mean);
    }

    /** m ← m − rate · clip(g / debias), for points, of which there are few. */
    void plain(double rate, double debias, double clip) {
        for (int i = 0; i < LENGTH; i++) {
            mean[i] -= (float) (rate * Math.max(-clip, Math.min(clip, momentum[i] / debias)));
        }
    }
}
