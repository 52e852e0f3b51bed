package io.elbo4j.merge;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Supports;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Slots;
import io.elbo4j.update.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Partitioned variational inference for networks (arXiv 2202.12275; {@code models.pvi} has the notation and what is exact when).
 * The belief is the prior times one site a shard. A shard takes {@code localSteps} steps of IVON on its own rows from the belief,
 * with the cavity (prior × other shards' sites) as its prior, and sends q_new / cavity. Where sites rest, the belief is a
 * stationary point of the bound on all data, however the rows are spread.
 *
 * <p><b>State.</b> Sites lie in the slots ({@link SiteSlots}). So a weight that leaves the support leaves all sites, and a newcomer's
 * sites are 1. A site of IVON has precision n_k h / T, so h is read back
 * from it. A shard without a site takes the others' precision a row, and where there is none at all, that of the belief's
 * standard deviation: h₀ at the start, the layer's mean for newcomers. IVON's momentum is read back too: it is the slope of the
 * site at the belief's mean.
 *
 * <p><b>Start.</b> Sites are 1, but the belief is not the prior: a weight without any site keeps its mean and standard deviation,
 * and local steps start there. So the random initial means break the symmetry of the first round and count nowhere else; the
 * first sites hold what the steps made of them.
 *
 * <p><b>Rate.</b> IVON divides by h + δ, which with a cavity as prior counts the rows of all shards that have a site, against a
 * gradient of one shard. Steps are longer by their number ({@link io.elbo4j.density.GaussianPrior#pace}): α·h₀ / h, as on the
 * pooled rows, α following the schedule by the steps of a shard.
 *
 * <p><b>Damping.</b> A new site takes its precision at once, and its mean so that the shard's own belief moves by ρ of its
 * way: around the old belief's mean m, with shift u = precision × (site's mean − m), u ← (1 − ρ) u + ρ u_new. Precisions of
 * independent normals do not depend on the cavity, so they cannot overshoot; damped, they would lag behind by M rounds. The
 * fixed point is the same. A site that was 1 is replaced whole, because there is nothing to overshoot from. Where a weight's new
 * belief, or one of its cavities, would not be proper, its sites stay as they were; nothing is clamped.
 *
 * <p><b>Points</b> (biases, scales) have a flat prior and no spread, but sites like weights, with the precision n_k h₀ / T that IVON takes
 * theirs to be: without a cavity, the bias of a class that a shard never sees would run away. Running moments are averaged, with
 * the shards' rows as weights.
 *
 * @param likelihood of the data
 * @param estimator of the gradient
 * @param ivon the rule of the local steps
 * @param target what is inferred
 * @param batchRows rows a step
 * @param localSteps steps a round
 * @param shards M
 * @param damping ρ in (0, 1]
 * @param turns which shards work in a round, and how old the sites are that they see
 */
public record SiteProduct(
        LogLikelihood likelihood,
        Estimator estimator,
        Ivon ivon,
        Target target,
        int batchRows,
        int localSteps,
        int shards,
        double damping,
        Turns turns)
        implements MeanFieldRound, Slots {

    public SiteProduct {
        if (!(damping > 0 && damping <= 1)) {
            throw new IllegalArgumentException(
                    "pvi: damping out of range: merge.damping=" + damping + "; use auto, or a number in (0, 1]");
        }
    }

    @Override
    public int stepsPerRound() {
        return localSteps;
    }

    @Override
    public Slots slots() {
        return this;
    }

    @Override
    public List<Newcomer> newcomers() {
        return Collections.nCopies(places().count(), Newcomer.ZERO);
    }

    @Override
    public MeanFieldState initial(SparseGaussian posterior, Target target) {
        float[][] none = new float[2 * shards][posterior.active()];
        return new MeanFieldState(ivon.initial(posterior, target).posterior(), places().alone(none), 0);
    }

    /** Nobody knows which shard has taught what, so all have an equal part of belief / prior, until they find their own. */
    @Override
    public MeanFieldState around(SparseGaussian belief, Target target) {
        float[][] sites = new float[2 * shards][belief.active()];
        SiteSums none = SiteSums.of(new MeanFieldState(belief, List.of(sites), 0), target);
        for (int k = 0; k < belief.active(); k++) {
            double sd = belief.sd()[k];
            double precision = belief.isPoint(k) ? target.totalRows() : 1 / (sd * sd);
            for (int shard = 0; shard < shards; shard++) {
                sites[2 * shard][k] = (float) ((precision - none.prior()[k]) / shards);
                sites[2 * shard + 1][k] = (float) ((precision * belief.mean()[k] - none.priorShift()[k]) / shards);
            }
        }
        return new MeanFieldState(belief, places().alone(sites), 0);
    }

    /** The shard's new site, undamped: the coordinator knows what it replaces. */
    @Override
    public Sums run(Round<MeanFieldState> round, Shard shard) {
        int rows = shard.examples().rows();
        if (shard.index() >= shards) {
            throw new IllegalArgumentException("pvi: more shards than sites: shard=" + shard.index() + " sites="
                    + shards + "; cluster.shards is part of the model");
        }
        int valueRound = (int) (round.state().step() / localSteps);
        if (rows == 0 || !turns.works(valueRound, shard)) {
            return identity();
        }
        MeanFieldState seen = places().seen(round.state(), turns.age(valueRound, shard), target);
        SiteSums sites = SiteSums.of(seen, target);
        SparseGaussian q = seen.posterior();
        double klScale = target.objective().temperature() / rows;
        List<float[]> memory = List.of(
                sites.momentum(shard.index(), klScale), sites.hessian(shard.index(), klScale, ivon.initialHessian()));
        GaussianPrior cavity =
                sites.cavity(shard.index(), Ivon.NEWTON / (ivon.schedule().peak() * ivon.initialHessian()));
        Target local = new Target(target.layout(), cavity, rows, target.objective());
        MeanFieldState from = new MeanFieldState(q, memory, seen.step());
        LocalSteps.Taken taken = new LocalSteps(likelihood, estimator, ivon.withoutRescaling(), batchRows, localSteps)
                .from(from, local, round, shard);
        SparseGaussian moved = taken.state().posterior();
        float[] hessian = taken.state().slots().get(1);
        double[] precision = new double[q.active()];
        double[] shift = new double[q.active()];
        for (int k = 0; k < precision.length; k++) {
            int index = q.support()[k];
            double site = sites.statistic()[k] ? rows : hessian[k] / klScale;
            double others = sites.statistic()[k] ? 0 : cavity.precision(index);
            double othersShift = others == 0 ? 0 : others * cavity.mean(index);
            // As float32 a row, which is what is sent.
            precision[k] = rows * (double) (float) (site / rows);
            shift[k] = rows * (double) (float) (((site + others) * moved.mean()[k] - othersShift) / rows);
        }
        int first = Math.multiplyExact(shard.index(), q.active());
        int[] places = IntStream.range(first, Math.addExact(first, q.active())).toArray();
        return new Sums(rows, rows * taken.logLik(), places, List.of(precision, shift));
    }

    @Override
    public Outcome<MeanFieldState> finish(Round<MeanFieldState> round, Sums combined) {
        MeanFieldState state = round.state();
        long step = state.step() + localSteps;
        if (combined.rows() == 0) {
            // A shard without rows had its turn.
            return new Outcome<>(
                    turns.sequential() ? new MeanFieldState(state.posterior(), state.slots(), step) : state, Map.of());
        }
        SparseGaussian q = state.posterior();
        float[][] next = offered(
                round, combined, SiteSums.of(places().newest(state), target).statistic());
        SiteSums offered = SiteSums.of(new MeanFieldState(q, List.of(next), step), target);
        SparseGaussian posterior = offered.belief();
        int refused = 0;
        for (int k = 0; k < q.active(); k++) {
            if (!offered.proper(k)) {
                refused++;
                for (int s = 0; s < next.length; s++) {
                    next[s][k] = state.slots().get(s)[k];
                }
            }
        }
        Outcome<MeanFieldState> outcome = MeanFieldRound.checked(
                round, new MeanFieldState(posterior, places().after(state, next), step), combined, target);
        Map<String, Double> diagnostics = new LinkedHashMap<>(outcome.diagnostics());
        diagnostics.put("refusedSites", (double) refused);
        return new Outcome<>(outcome.state(), diagnostics);
    }

    private SiteSlots places() {
        return new SiteSlots(shards, turns.staleness());
    }

    /** The sites with those that were sent in the place of the old, as far as the damping says. */
    private float[][] offered(Round<MeanFieldState> round, Sums combined, boolean[] statistic) {
        SparseGaussian q = round.state().posterior();
        float[][] next = places().newest(round.state()).copyOfSlots();
        double[] precision = combined.arrays().get(0);
        double[] shift = combined.arrays().get(1);
        int active = q.active();
        for (int shard = 0; shard < shards; shard++) {
            int from = Supports.position(combined.support(), shard * active);
            if (from == combined.support().length || combined.support()[from] != shard * active) {
                continue;
            }
            for (int k = 0; k < active; k++) {
                double site = precision[from + k];
                double to = shift[from + k];
                if (!Double.isFinite(site) || !Double.isFinite(to)) {
                    throw new DivergedException(
                            round.index(),
                            "shard=" + shard + " parameter=" + q.support()[k] + " precision=" + site + " shift=" + to,
                            "look for NaN or overflow in this shard, or lower train.learningRate");
                }
                double old = next[2 * shard][k];
                double oldShift = next[2 * shard + 1][k];
                if (!statistic[k] && (old != 0 || oldShift != 0)) {
                    to = damping * to + (1 - damping) * (oldShift + (site - old) * q.mean()[k]);
                }
                next[2 * shard][k] = (float) site;
                next[2 * shard + 1][k] = (float) to;
            }
        }
        return next;
    }
}
