package io.elbo4j.merge;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.math.Supports;

/**
 * Prior × other shards' sites on a support, to stand in the place of the prior. Steps ask for its parameters in ascending order, so
 * the place of the last answer is where the next search starts; belongs to one thread.
 */
final class Cavity implements GaussianPrior {

    private final int[] support;
    private final double[] precision;
    private final double[] shift;
    private final double[] pace;
    private int last;

    /**
     * By natural parameters.
     *
     * @param support {@code [A]}: indices into θ
     * @param precision {@code [A]}
     * @param shift {@code [A]}: precision × mean
     * @param pace {@code [A]}: factor of steps
     */
    Cavity(int[] support, double[] precision, double[] shift, double[] pace) {
        this.support = support;
        this.precision = precision;
        this.shift = shift;
        this.pace = pace;
    }

    @Override
    public double mean(int index) {
        int k = position(index);
        return shift[k] / precision[k];
    }

    @Override
    public double precision(int index) {
        return precision[position(index)];
    }

    @Override
    public double pointPrecision(int index) {
        return precision(index);
    }

    @Override
    public double pace(int index) {
        return pace[position(index)];
    }

    private int position(int index) {
        if (support[last] != index) {
            last = last + 1 < support.length && support[last + 1] == index
                    ? last + 1
                    : Supports.position(support, index);
        }
        return last;
    }
}
