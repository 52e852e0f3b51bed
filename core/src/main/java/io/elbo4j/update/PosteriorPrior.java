package io.elbo4j.update;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.family.SparseGaussian;

/**
 * An earlier posterior as the prior of what comes after it: p(θ given D₁, D₂) ∝ p(D₂ given θ) · p(θ given D₁). Weights that the
 * earlier belief left out, being exactly 0 there, have the mean that they had then, and about the precision that the earlier rows
 * would have given them ({@link AbsentWeights}). Immutable; the arrays are as long as the earlier support, plus one bit a
 * parameter, and two vectors a layer.
 */
public final class PosteriorPrior implements GaussianPrior {

    private final GaussianPrior before;
    private final AbsentWeights absent;
    private final double pointPrecision;
    private final double rows;
    private final double sharpening;
    private final float[] mean;
    private final double[] precision;
    private final long[] active;
    private final int[] activeBefore;

    /**
     * From a belief.
     *
     * @param earlier the posterior of the rows before
     * @param before the prior that its rows had
     * @param layout of the parameters
     * @param rows N / T of the earlier rows and their temperature
     * @param pointHessian a row, of points (biases, scales) whose certainty no standard deviation tells; 0 forgets them
     */
    public PosteriorPrior(
            SparseGaussian earlier, GaussianPrior before, ParameterLayout layout, double rows, double pointHessian) {
        this(earlier, before, layout, rows, pointHessian, 1);
    }

    /**
     * From a belief, whose means are held more firmly than it says, or less: the λ of Loo, Swaroop and Turner, "Generalized
     * variational continual learning", arXiv 2011.12328, in the form of the authors' code. Their β is the temperature.
     *
     * @param sharpening λ: factor of what the earlier rows added to the precision, for the means alone; 1 is Bayes' rule
     */
    public PosteriorPrior(
            SparseGaussian earlier,
            GaussianPrior before,
            ParameterLayout layout,
            double rows,
            double pointHessian,
            double sharpening) {
        this.sharpening = sharpening;
        this.before = before;
        this.absent = new AbsentWeights(earlier, before, layout);
        this.rows = rows;
        this.pointPrecision = rows * pointHessian;
        this.mean = earlier.mean().clone();
        this.precision = new double[mean.length];
        this.active = new long[(earlier.dimension() + Long.SIZE - 1) / Long.SIZE];
        this.activeBefore = new int[active.length];
        for (int k = 0; k < mean.length; k++) {
            double sd = earlier.sd()[k];
            precision[k] = earlier.isPoint(k) ? 0 : 1 / (sd * sd);
            int index = earlier.support()[k];
            active[index / Long.SIZE] |= 1L << index;
        }
        for (int word = 1; word < active.length; word++) {
            activeBefore[word] = activeBefore[word - 1] + Long.bitCount(active[word - 1]);
        }
    }

    @Override
    public double mean(int index) {
        int k = position(index);
        return k < 0 ? before.mean(index) : mean[k];
    }

    @Override
    public double precision(int index) {
        int k = position(index);
        return k < 0 ? absent.precision(index) : precision[k] == 0 ? before.precision(index) : precision[k];
    }

    @Override
    public double pointPrecision(int index) {
        int k = position(index);
        return k < 0 ? 0 : precision[k] > 0 ? precision[k] : pointPrecision;
    }

    @Override
    public double meanPrecision(int index, double given) {
        if (sharpening == 1) {
            return given;
        }
        int k = position(index);
        double own = k >= 0 && precision[k] == 0 ? 0 : before.precision(index);
        return own + sharpening * Math.max(0, given - own);
    }

    @Override
    public double hessianPerRow(int index) {
        int k = position(index);
        return (k < 0 ? absent.evidence(index) : Math.max(0, precision[k] - before.precision(index))) / rows;
    }

    /** In the earlier support, or −1. */
    private int position(int index) {
        long word = active[index / Long.SIZE];
        long bit = 1L << index;
        return (word & bit) == 0 ? -1 : activeBefore[index / Long.SIZE] + Long.bitCount(word & (bit - 1));
    }
}
