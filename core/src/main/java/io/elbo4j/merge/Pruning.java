package io.elbo4j.merge;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Lowest;
import io.elbo4j.paper.Equation;
import io.elbo4j.update.Target;
import java.util.List;

/**
 * A belief after the weights that the bound misses least have left it.
 *
 * <p><b>What a weight is worth.</b> A normal belief q = N(m, s²) over a prior p = N(m₀, v) says what the likelihood was taken
 * for: q ∝ p × site, with ln site = h θ − ½ λ θ² + c, λ = 1/s² − 1/v. Under that quadratic q is the exact posterior of the
 * weight, so its part of the bound E_q[ln site] − KL(q ‖ p) is ln Z with Z = ∫ p · site. A weight that is 0 for certain has
 * the part ln site(0). Bayes' rule at 0, q(0) = p(0) site(0) / Z, gives what its removal costs without any integral:
 *
 * <pre>loss = ln Z − ln site(0) = ln p(0) − ln q(0) = ½ [m²/s² − m₀²/v − ln(v/s²)]  nats</pre>
 *
 * (Savage and Dickey's density ratio; the same is called Bayesian model reduction.) It is negative where |m|/s is small and s
 * far below √v: there the bound rises when the weight leaves. With a temperature T, q ∝ p × likelihood^(1/T), and the bound
 * E_q[ln likelihood] − T·KL loses T times as much.
 *
 * <p><b>Exact or not.</b> For one weight of a Gaussian likelihood at the mean-field optimum the loss is exact, however
 * correlated the weights are (the other weights stay as they were). Losses of several weights add up where the likelihood
 * does not mix them; else the true loss also has Σ H_ij m_i m_j over the pairs that leave, H being the curvature. Of a
 * network it is an estimate, as good as the belief's own quadratic; that its sum over many weights can be far from what is
 * measured is why both are reported.
 *
 * @param posterior on the weights that stay, which keep their normals, and all points
 * @param lossNats predicted loss of the bound, summed over the weights that left
 * @param removed how many did
 */
public record Pruning(SparseGaussian posterior, double lossNats, int removed) {

    /**
     * Leaves the weights that cost most to remove, as many in each layer as its budget has; between equals the one of higher
     * index stays. A layer with fewer active weights than that keeps all.
     *
     * @param target with layout, prior and temperature
     * @param activePerLayer for each weight block, in order
     */
    public static Pruning toBudget(SparseGaussian q, Target target, int[] activePerLayer) {
        List<ParameterBlock> layers = target.layout().weightBlocks();
        if (layers.size() != activePerLayer.length) {
            throw new IllegalArgumentException("pruning: a budget a layer: layers=" + layers.size() + " budgets="
                    + activePerLayer.length + "; give one number a weight block");
        }
        boolean[] leaves = new boolean[q.active()];
        double loss = 0;
        int removed = 0;
        for (int l = 0; l < activePerLayer.length; l++) {
            int from = q.position(layers.get(l).offset());
            double[] losses = new double[q.active(layers.get(l))];
            for (int k = 0; k < losses.length; k++) {
                int index = q.support()[from + k];
                losses[k] = lossNats(
                        q.mean()[from + k],
                        q.sd()[from + k],
                        target.prior().mean(index),
                        target.prior().precision(index));
            }
            boolean[] lowest = Lowest.marked(losses, Math.max(0, losses.length - activePerLayer[l]));
            for (int k = 0; k < losses.length; k++) {
                leaves[from + k] = lowest[k];
                loss += lowest[k] ? losses[k] : 0;
                removed += lowest[k] ? 1 : 0;
            }
        }
        return new Pruning(without(q, leaves, removed), target.objective().temperature() * loss, removed);
    }

    /**
     * What the bound loses when a weight N(mean, sd²) is set to 0, at temperature 1.
     *
     * @param sd positive
     * @param priorPrecision 1/v, positive
     * @return nats; negative where the bound rises
     */
    @Equation(paper = "Dickey 1971", number = "density ratio at 0")
    public static double lossNats(double mean, double sd, double priorMean, double priorPrecision) {
        double ratio = mean / sd;
        return 0.5 * (ratio * ratio - priorPrecision * priorMean * priorMean)
                + Math.log(sd)
                + 0.5 * Math.log(priorPrecision);
    }

    private static SparseGaussian without(SparseGaussian q, boolean[] leaves, int removed) {
        int[] support = new int[q.active() - removed];
        float[] mean = new float[support.length];
        float[] sd = new float[support.length];
        int at = 0;
        for (int k = 0; k < q.active(); k++) {
            if (!leaves[k]) {
                support[at] = q.support()[k];
                mean[at] = q.mean()[k];
                sd[at++] = q.sd()[k];
            }
        }
        return new SparseGaussian(q.dimension(), support, mean, sd);
    }
}
