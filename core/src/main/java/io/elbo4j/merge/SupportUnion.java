package io.elbo4j.merge;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Supports;
import io.elbo4j.paper.Equation;
import java.util.Arrays;
import java.util.List;

/**
 * One belief of several that were trained apart, each with the whole prior and on rows of its own, with supports that may
 * differ.
 *
 * <p><b>Weights.</b> Belief k is prior × site k on its support: with precisions τ and shifts h (precision × mean), site k has
 * τ_k − τ₀ and h_k − h₀. Where a weight is not in the support the belief is a point at 0. That is a choice of the family, not
 * something that the rows said: as evidence, site k is 1 there. The product of the prior, once, and all sites is
 *
 * <pre>τ = τ₀ + Σ (τ_k − τ₀)    h = h₀ + Σ (h_k − h₀)    over the k whose support has the weight</pre>
 *
 * on the union of the supports: Tresp's committee machine, weight by weight. A weight that one belief alone has keeps its
 * normal. One that all have gets what {@code rule.NaturalMerge.SITE_PRODUCT} makes of it. Each row and the prior count once,
 * so no number of rows enters. Sites may have negative precision; a product that is no distribution is refused, never
 * clamped.
 *
 * <p><b>Points</b> (biases, running moments) have a flat prior and no width: their mean, weighted by rows.
 *
 * <p><b>What it is not.</b> The beliefs never corrected each other, and each was fitted with the others' weights at 0. So the
 * result is exact only for a likelihood that is Gaussian and does not mix weights. Of a network the product makes sense only
 * where beliefs sit in the same mode: hidden units can change places without a change of the likelihood, so networks that
 * started at different random weights have their features in different units, and no rule that works weight by weight can
 * bring these together.
 *
 * <p>The result is the same to the last bit in whatever order the beliefs come: the terms of a sum are sorted before they are
 * added.
 */
public final class SupportUnion {

    /**
     * A belief to be merged.
     *
     * @param belief on the support that its own rows chose
     * @param rows n_k: how many rows it has seen
     */
    public record Part(SparseGaussian belief, long rows) {

        public Part {
            if (rows < 1) {
                throw new IllegalArgumentException(
                        "merge: no rows: rows=" + rows + "; a belief without rows is the prior, leave it out");
            }
        }
    }

    private final List<Part> parts;
    private final GaussianPrior prior;
    /** Of each part, the first place in its support that was not merged yet. */
    private final int[] at;

    private SupportUnion(List<Part> parts, GaussianPrior prior) {
        this.parts = parts;
        this.prior = prior;
        this.at = new int[parts.size()];
    }

    /**
     * The product of the prior and all sites.
     *
     * @param parts at least one
     * @param layout of θ, {@code [D]}
     * @param prior of the weights: that of each belief
     * @throws IllegalArgumentException when dimensions differ, a weight has no width, or the product is improper
     */
    @Equation(paper = "Tresp 2000", number = "committee")
    public static SparseGaussian of(List<Part> parts, ParameterLayout layout, GaussianPrior prior) {
        int[] support = new int[0];
        for (Part part : parts) {
            if (part.belief().dimension() != layout.dimension()) {
                throw new IllegalArgumentException("merge: dimension mismatch: left=" + layout.dimension() + " right="
                        + part.belief().dimension() + "; were both trained with the same network?");
            }
            support = Supports.union(support, part.belief().support());
        }
        SupportUnion union = new SupportUnion(parts, prior);
        float[] mean = new float[support.length];
        float[] sd = new float[support.length];
        for (ParameterBlock block : layout.blocks()) {
            int end = Supports.position(support, block.end());
            for (int k = Supports.position(support, block.offset()); k < end; k++) {
                int[] places = union.places(support[k]);
                if (block.role() == Role.WEIGHT) {
                    union.weight(places, support[k], block, mean, sd, k);
                } else {
                    mean[k] = union.point(places);
                }
            }
        }
        return new SparseGaussian(layout.dimension(), support, mean, sd);
    }

    /** Where each part has this parameter; −1 where it has not. Asked for in ascending order. */
    private int[] places(int index) {
        int[] places = new int[at.length];
        for (int p = 0; p < at.length; p++) {
            SparseGaussian q = parts.get(p).belief();
            boolean active = at[p] < q.active() && q.support()[at[p]] == index;
            places[p] = active ? at[p]++ : -1;
        }
        return places;
    }

    private void weight(int[] places, int index, ParameterBlock block, float[] mean, float[] sd, int k) {
        double[] precisions = new double[places.length];
        double[] shifts = new double[places.length];
        double own = prior.precision(index);
        double ownShift = own * prior.mean(index);
        int count = 0;
        for (int p = 0; p < places.length; p++) {
            if (places[p] >= 0) {
                SparseGaussian q = parts.get(p).belief();
                mean[k] = q.mean()[places[p]];
                sd[k] = q.sd()[places[p]];
                if (sd[k] == 0) {
                    throw new IllegalArgumentException(
                            "merge: weight without width: parameter=" + index + " block=" + block.name()
                                    + " sd=0; a point says nothing of how sure it is, train a model with variances");
                }
                double precision = 1 / ((double) sd[k] * sd[k]);
                precisions[count] = precision - own;
                shifts[count++] = precision * mean[k] - ownShift;
            }
        }
        if (count == 1) {
            return;
        }
        double precision = own + sum(precisions, count);
        if (!(precision > 0) || Double.isInfinite(precision)) {
            throw new IllegalArgumentException("merge: precision not positive: parameter=" + index + " block="
                    + block.name() + " precision=" + precision + " prior=" + own
                    + "; the beliefs are wider than the prior there, train them longer or with more rows");
        }
        mean[k] = (float) ((ownShift + sum(shifts, count)) / precision);
        sd[k] = (float) Math.sqrt(1 / precision);
    }

    private float point(int[] places) {
        double[] terms = new double[places.length];
        float last = 0;
        long rows = 0;
        int count = 0;
        for (int p = 0; p < places.length; p++) {
            if (places[p] >= 0) {
                last = parts.get(p).belief().mean()[places[p]];
                terms[count++] = parts.get(p).rows() * (double) last;
                rows += parts.get(p).rows();
            }
        }
        return count == 1 ? last : (float) (sum(terms, count) / rows);
    }

    private static double sum(double[] terms, int count) {
        Arrays.sort(terms, 0, count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += terms[i];
        }
        return sum;
    }
}
