package io.elbo4j.density;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;

/** A likelihood that can also put the randomness of its weights where it is cheapest: into the activations. */
public interface LocalLogLikelihood extends LogLikelihood {

    /**
     * Local reparameterisation: a layer's pre-activation is normal with mean {@code mean·x + bias} and variance
     * {@code variance·x²}, drawn for each row on its own (Kingma, Salimans and Welling, arXiv 1506.02557v2, section 2.3).
     * For a convolution the draws at different positions are independent, which ignores that they share weights.
     *
     * @param mean {@code [D]}
     * @param variance {@code [D]}, of the weights; read for weights only
     * @param noise names the draws
     * @return gradients with respect to mean and variance
     */
    SpreadGrad locallyReparameterised(float[] mean, float[] variance, Key noise, Batch batch);

    /**
     * The same where only some parameters are active.
     *
     * @param support {@code [A]}: indices into θ, ascending
     * @param mean {@code [A]}
     * @param variance {@code [A]}; 0 for points
     * @return gradients {@code [A]}
     */
    default SpreadGrad locallyReparameterised(int[] support, float[] mean, float[] variance, Key noise, Batch batch) {
        float[] allMeans = new float[layout().dimension()];
        float[] allVariances = new float[allMeans.length];
        for (int k = 0; k < support.length; k++) {
            allMeans[support[k]] = mean[k];
            allVariances[support[k]] = variance[k];
        }
        SpreadGrad at = locallyReparameterised(allMeans, allVariances, noise, batch);
        float[] meanGradient = new float[support.length];
        float[] varianceGradient = new float[support.length];
        for (int k = 0; k < support.length; k++) {
            meanGradient[k] = at.meanGradient()[support[k]];
            varianceGradient[k] = at.spreadGradient()[support[k]];
        }
        return new SpreadGrad(at.logLikSum(), meanGradient, varianceGradient);
    }

    /**
     * Flipout: one perturbation of the weights, decorrelated between the rows by random signs on both sides of it:
     * {@code mean·x + r ∘ (perturbation·(s ∘ x))} (Wen, Vicol, Ba, Tran and Grosse, arXiv 1803.04386v2, equation 4).
     *
     * @param mean {@code [D]}
     * @param perturbation {@code [D]}, symmetric about 0; read for weights only
     * @param signs names the draws
     * @return gradients with respect to mean and perturbation
     */
    SpreadGrad flipout(float[] mean, float[] perturbation, Key signs, Batch batch);
}
