package io.elbo4j.update;

/**
 * The arithmetic of {@link Ivon} on a stretch of parameters, in float32, and the room for it. The loops are straight, over
 * whole arrays of one length at one index, without a branch or a change of type, so that the virtual machine makes vectors of
 * them; the bits are those of the plain loop. What lies behind a stretch shorter than the arrays is computed and not read.
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

    final float[] priorMean = new float[LENGTH];

    /** g ← β₁g + (1 − β₁)ĝ. */
    void momentum(double beta1) {
        momentum((float) beta1, (float) (1 - beta1), descent, momentum);
    }

    private static void momentum(float kept, float fresh, float[] descent, float[] momentum) {
        for (int i = 0; i < LENGTH; i++) {
            momentum[i] = kept * momentum[i] + fresh * descent[i];
        }
    }

    /**
     * The running Hessian, and with it the standard deviation. The last term, of second order, keeps h + δ above half its
     * former value.
     */
    void hessian(double beta2, double klScale) {
        hessian((float) (1 - beta2), slope, delta, sd, hessian);
        sd((float) klScale, delta, hessian, sd);
    }

    private static void hessian(float fresh, float[] slope, float[] delta, float[] sd, float[] hessian) {
        for (int i = 0; i < LENGTH; i++) {
            float h = hessian[i];
            float gap = fresh * (h + slope[i] / (sd[i] * sd[i]));
            hessian[i] = h - gap + 0.5f * gap * gap / (h + delta[i]);
        }
    }

    private static void sd(float klScale, float[] delta, float[] hessian, float[] sd) {
        for (int i = 0; i < LENGTH; i++) {
            sd[i] = (float) Math.sqrt(klScale / (hessian[i] + delta[i]));
        }
    }

    /**
     * m ← m − (a + bδ) · clip((g / debias + δ(m − prior mean)) / (h + δ)).
     *
     * @param rate a
     * @param rateOfDelta b
     */
    void newton(double rate, double rateOfDelta, double debias, double clip) {
        newton(
                (float) rate,
                (float) rateOfDelta,
                (float) (1 / debias),
                (float) clip,
                momentum,
                hessian,
                delta,
                priorMean,
                mean);
    }

    private static void newton(
            float rate,
            float rateOfDelta,
            float scale,
            float clip,
            float[] momentum,
            float[] hessian,
            float[] delta,
            float[] priorMean,
            float[] mean) {
        for (int i = 0; i < LENGTH; i++) {
            float step = (scale * momentum[i] + delta[i] * (mean[i] - priorMean[i])) / (hessian[i] + delta[i]);
            mean[i] -= (rate + rateOfDelta * delta[i]) * Math.max(-clip, Math.min(clip, step));
        }
    }

    /** m ← m − rate · clip(g / debias), for points. */
    void plain(double rate, double debias, double clip) {
        for (int i = 0; i < LENGTH; i++) {
            mean[i] -= (float) (rate * Math.max(-clip, Math.min(clip, momentum[i] / debias)));
        }
    }
}
