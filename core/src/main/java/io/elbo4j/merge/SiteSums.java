package io.elbo4j.merge;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Target;
import java.util.List;

/**
 * Products of the sites in the slots of a {@link SiteProduct}'s state: sums of natural parameters.
 *
 * @param state with one age of sites: slots 2k and 2k + 1 are precision and precision × mean of shard k's
 * @param target with the prior
 * @param statistic {@code [A]}: whether it is a running moment, which no likelihood speaks of: values are averaged by rows
 * @param prior {@code [A]}: precision of the prior, 0 for points
 * @param priorShift {@code [A]}: its precision × mean
 * @param precision {@code [A]}: of prior × all sites
 * @param shift {@code [A]}: its precision × mean
 */
record SiteSums(
        MeanFieldState state,
        Target target,
        boolean[] statistic,
        double[] prior,
        double[] priorShift,
        double[] precision,
        double[] shift) {

    static SiteSums of(MeanFieldState state, Target target) {
        SparseGaussian q = state.posterior();
        boolean[] statistic = new boolean[q.active()];
        double[] prior = new double[q.active()];
        double[] priorShift = new double[q.active()];
        for (ParameterBlock block : target.layout().blocks()) {
            int end = q.position(block.end());
            for (int k = q.position(block.offset()); k < end; k++) {
                int index = q.support()[k];
                statistic[k] = block.role() == Role.STATISTIC;
                prior[k] = switch (block.role()) {
                    case WEIGHT -> target.prior().precision(index);
                    case STATISTIC -> 0;
                    default -> target.prior().pointPrecision(index);
                };
                priorShift[k] = prior[k] == 0 ? 0 : prior[k] * target.prior().mean(index);
            }
        }
        return new SiteSums(
                state,
                target,
                statistic,
                prior,
                priorShift,
                plus(prior, state.slots(), 0, -1),
                plus(priorShift, state.slots(), 1, -1));
    }

    /** Adds every second slot from {@code first} on, but one. */
    private static double[] plus(double[] start, List<float[]> slots, int first, int without) {
        double[] sum = start.clone();
        for (int s = first; s < slots.size(); s += 2) {
            float[] site = slots.get(s);
            for (int k = 0; k < sum.length && s != without; k++) {
                sum[k] += site[k];
            }
        }
        return sum;
    }

    /**
     * Prior × the sites of all others, added up anew so that nothing cancels.
     *
     * @param most factor of steps
     */
    Cavity cavity(int shard, double most) {
        double[] pace = new double[prior.length];
        for (int k = 0; k < pace.length; k++) {
            boolean own = state.slots().get(2 * shard)[k] != 0;
            pace[k] = Math.max(1, Math.min(most, present(k) + (own ? 0 : 1)));
        }
        return new Cavity(
                state.posterior().support(),
                plus(prior, state.slots(), 0, 2 * shard),
                plus(priorShift, state.slots(), 1, 2 * shard + 1),
                pace);
    }

    /**
     * h at the start of a shard's steps, mean a row {@code [A]}.
     *
     * @param klScale T / n_k
     * @param initialHessian h₀, which points keep
     */
    float[] hessian(int shard, double klScale, double initialHessian) {
        SparseGaussian q = state.posterior();
        float[] hessian = new float[q.active()];
        for (int k = 0; k < hessian.length; k++) {
            double own = state.slots().get(2 * shard)[k];
            if (q.isPoint(k)) {
                hessian[k] = (float) initialHessian;
            } else {
                hessian[k] = (float) (own != 0 ? own * klScale : othersHessian(k));
            }
        }
        return hessian;
    }

    /**
     * g at the start of a shard's steps, mean a row {@code [A]}: what the site says of the likelihood's slope at the belief's mean.
     * Where sites rest this and the cavity's pull cancel; with momentum 0, the first steps would only feel the pull.
     *
     * @param klScale T / n_k
     */
    float[] momentum(int shard, double klScale) {
        SparseGaussian q = state.posterior();
        float[] sitePrecision = state.slots().get(2 * shard);
        float[] siteShift = state.slots().get(2 * shard + 1);
        float[] momentum = new float[q.active()];
        for (int k = 0; k < momentum.length; k++) {
            double slope = siteShift[k] - (double) sitePrecision[k] * q.mean()[k];
            momentum[k] = statistic[k] ? 0f : (float) (-klScale * slope);
        }
        return momentum;
    }

    /** The others' precision a row, as if all shards had as many rows; of nobody's sites, the belief's. */
    private double othersHessian(int k) {
        int shards = state.slots().size() / 2;
        int present = present(k);
        double sd = state.posterior().sd()[k];
        double all = present == 0 ? 1 / (sd * sd) : precision[k];
        return Math.max(0, all - prior[k]) * target.klScale() * shards / (present == 0 ? shards : present);
    }

    /** Prior × all sites; parameters that have no site, or would have no distribution, stay as the state has them. */
    SparseGaussian belief() {
        SparseGaussian q = state.posterior();
        float[] mean = q.mean().clone();
        float[] sd = q.sd().clone();
        for (int k = 0; k < mean.length; k++) {
            if (present(k) > 0 && proper(k)) {
                mean[k] = (float) (shift[k] / precision[k]);
                sd[k] = q.isPoint(k) ? 0f : (float) Math.sqrt(1 / precision[k]);
            }
        }
        return new SparseGaussian(q.dimension(), q.support(), mean, sd);
    }

    /** How many shards have a site of this parameter. */
    int present(int k) {
        return SiteSlots.present(state.slots(), k);
    }

    /** Whether prior × all sites, and that without any one of them, are distributions. */
    boolean proper(int k) {
        boolean point = state.posterior().isPoint(k);
        boolean proper = precision[k] > 0 || present(k) == 0;
        for (int s = 0; s < state.slots().size() && !point; s += 2) {
            proper &= precision[k] - state.slots().get(s)[k] > 0;
        }
        return proper;
    }
}
