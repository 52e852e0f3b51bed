package io.elbo4j.models.ssvi;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Lowest;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Supports;
import io.elbo4j.math.TopK;
import io.elbo4j.paper.Equation;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Slots;
import io.elbo4j.update.Target;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves the support within its budget: in each layer the weights with the lowest scores leave, and as many of those outside
 * enter, by what the gradient summed over all shards promises of them ({@link NewcomerGain}). The state between rounds always has
 * its full budget: which weights leave is a function of the state that every shard works out for itself.
 *
 * @param likelihood of the data
 * @param slots tells how they start
 * @param target what is inferred
 * @param spec settings
 * @param schedule of the replaced part
 * @param batchRows rows a minibatch
 */
record SupportStep(
        LogLikelihood likelihood, Slots slots, Target target, SsviSpec spec, SupportSchedule schedule, int batchRows)
        implements Serializable {

    /** Nominees a weight that leaves. */
    private static final int NOMINEES = 8;

    /**
     * How many times what earlier tasks lose counts more than what this one does. Chosen on held-out rows of Permuted MNIST among 0,
     * 10 and 1,000 (docs/results.md).
     */
    private static final double FOR_GOOD = 10;

    /** What a shard sends in a round of the step. */
    Sums gradient(Round<SsviState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return Sums.NONE;
        }
        SparseGaussian q = round.state().belief().posterior();
        boolean[] leaving = leaving(q, round.index());
        float[] values = q.mean().clone();
        for (int k = 0; k < values.length; k++) {
            values[k] = spec.regrowAfterRemoval() && leaving[k] ? 0 : values[k];
        }
        Key key = Stream.SUPPORT.of(round.key()).fold(schedule.stepStart(round.index()));
        NewcomerGradient.Point point = new NewcomerGradient.Point(q, values, shard, key);
        NewcomerGradient newcomers = new NewcomerGradient(likelihood, spec.gradientBatches(), batchRows);
        if (schedule.phase(round.index()) == SupportSchedule.Phase.NOMINATION) {
            return newcomers.steepest(point, leaving, target, nominees(q, leaving));
        }
        return schedule.passes() == 1
                ? newcomers.everywhere(point)
                : newcomers.at(point, round.state().nominated());
    }

    private int[] nominees(SparseGaussian q, boolean[] leaving) {
        return target.layout().weightBlocks().stream()
                .mapToInt(layer -> NOMINEES * count(leaving, q.position(layer.offset()), q.position(layer.end())))
                .toArray();
    }

    private static int count(boolean[] flags, int from, int to) {
        int count = 0;
        for (int k = from; k < to; k++) {
            count += flags[k] ? 1 : 0;
        }
        return count;
    }

    /** The nominees of all shards, fewer again: those whose sums over the shards that named them are largest. */
    Outcome<SsviState> nominated(Round<SsviState> round, Sums sums) {
        SparseGaussian q = round.state().belief().posterior();
        int[] keep = nominees(q, leaving(q, round.index()));
        int[] nominated = new int[0];
        List<ParameterBlock> layers = target.layout().weightBlocks();
        for (int l = 0; l < keep.length; l++) {
            TopK largest = new TopK(keep[l]);
            int end = Supports.position(sums.support(), layers.get(l).end());
            for (int c = Supports.position(sums.support(), layers.get(l).offset()); c < end; c++) {
                largest.offer((float) sums.arrays().get(0)[c], sums.support()[c]);
            }
            nominated = Supports.union(nominated, largest.indices());
        }
        return new Outcome<>(new SsviState(round.state().belief(), nominated), Map.of());
    }

    /** Which active parameters leave, by position in the support: the lowest scores of each layer, ties by index. */
    @Equation(paper = "arXiv:2402.11025v1", number = "removal")
    boolean[] leaving(SparseGaussian q, int round) {
        boolean[] leaving = new boolean[q.active()];
        double fraction = schedule.fraction(round);
        for (ParameterBlock layer : target.layout().weightBlocks()) {
            int from = q.position(layer.offset());
            int active = q.active(layer);
            int leave = replaced(active, layer.size(), fraction);
            double[] scores = new double[active];
            for (int k = 0; k < active; k++) {
                scores[k] = spec.removal().of(worth(q, from + k), q.sd()[from + k]);
            }
            System.arraycopy(Lowest.marked(scores, leave), 0, leaving, from, active);
        }
        return leaving;
    }

    /**
     * The mean of a weight for its score: μ, with what earlier tasks lose for good when the weight leaves. With their posterior
     * N(μ₀, 1/p) as the prior they lose about ½ p (μ₀² − (μ − μ₀)²) nats, of the ½ μ²/σ² that all tasks lose; the rest is
     * this task's, which can learn it again.
     */
    private double worth(SparseGaussian q, int k) {
        int index = q.support()[k];
        double mean = q.mean()[k];
        double before = target.prior().mean(index);
        double lost = (before * before - (mean - before) * (mean - before))
                * target.prior().precision(index);
        double sd = q.sd()[k];
        return lost > 0 ? Math.sqrt(mean * mean + FOR_GOOD * lost * sd * sd) : mean;
    }

    /** At least one while there is anything to replace and somewhere to go, so that small layers do not freeze early. */
    private static int replaced(int active, int size, double fraction) {
        return fraction <= 0 ? 0 : Math.min(Math.max(1, (int) Math.floor(active * fraction)), size - active);
    }

    /** The state with the moved support. */
    @Equation(paper = "arXiv:2402.11025v1", number = "addition")
    Outcome<SsviState> moved(Round<SsviState> round, Sums sums) {
        MeanFieldState state = round.state().belief();
        if (sums.rows() == 0) {
            return new Outcome<>(SsviState.of(state), Map.of());
        }
        SparseGaussian q = state.posterior();
        boolean[] leaving = leaving(q, round.index());
        int[] support = new int[q.active()];
        int at = 0;
        for (ParameterBlock block : target.layout().blocks()) {
            boolean[] stays = stays(q, block, leaving, sums);
            for (int i = 0; i < stays.length; i++) {
                if (stays[i]) {
                    support[at++] = block.offset() + i;
                }
            }
        }
        int replaced = q.active() - Supports.shared(q.support(), support);
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("step", (double) state.step());
        diagnostics.put("replacedWeights", (double) replaced);
        return new Outcome<>(SsviState.of(onSupport(state, support)), diagnostics);
    }

    /** Which parameters of a block are active from now on. What has no gradient has no reason to enter. */
    private boolean[] stays(SparseGaussian q, ParameterBlock block, boolean[] leaving, Sums sums) {
        int from = q.position(block.offset());
        int to = q.position(block.end());
        boolean[] stays = new boolean[block.size()];
        for (int k = from; k < to; k++) {
            stays[q.support()[k] - block.offset()] = !leaving[k];
        }
        int leave = count(leaving, from, to);
        if (leave == 0) {
            return stays;
        }
        double[] gradient =
                sums.arrays().isEmpty() ? new double[0] : sums.arrays().get(0);
        boolean everywhere = sums.support().length == 0 && gradient.length > 0;
        int first = everywhere ? block.offset() : Supports.position(sums.support(), block.offset());
        int end = everywhere ? block.end() : Supports.position(sums.support(), block.end());
        TopK newcomers = new TopK(leave);
        NewcomerGain gain = NewcomerGain.of(q, block, target.prior());
        for (int c = first; c < end; c++) {
            int i = (everywhere ? c : sums.support()[c]) - block.offset();
            if (!stays[i] && gradient[c] != 0) {
                newcomers.offer(gain.of(gradient[c], block.offset() + i), i);
            }
        }
        for (int i : newcomers.indices()) {
            stays[i] = true;
        }
        int missing = leave - newcomers.size();
        for (int k = from; k < to && missing > 0; k++) {
            int i = q.support()[k] - block.offset();
            missing -= stays[i] ? 0 : 1;
            stays[i] = true;
        }
        return stays;
    }

    /**
     * The state on another support of the same size: who stays keeps its numbers; a newcomer has mean 0, the mean standard
     * deviation of its layer's active weights, and slots as the rule says.
     */
    private MeanFieldState onSupport(MeanFieldState state, int[] support) {
        SparseGaussian q = state.posterior();
        float[] mean = new float[support.length];
        float[] sd = new float[support.length];
        float[][] slots = new float[state.slots().size()][support.length];
        for (ParameterBlock block : target.layout().blocks()) {
            int from = q.position(block.offset());
            int to = q.position(block.end());
            float freshSd = mean(q.sd(), from, to);
            List<Float> fresh = new ArrayList<>();
            for (int s = 0; s < slots.length; s++) {
                fresh.add(
                        this.slots.newcomers().get(s) == Slots.Newcomer.ZERO
                                ? 0f
                                : mean(state.slots().get(s), from, to));
            }
            // A block keeps its number of active parameters, so its positions are the same before and after.
            for (int k = from; k < to; k++) {
                int old = q.position(support[k]);
                boolean stays = old < q.active() && q.support()[old] == support[k];
                mean[k] = stays ? q.mean()[old] : 0f;
                sd[k] = stays ? q.sd()[old] : freshSd;
                for (int s = 0; s < slots.length; s++) {
                    slots[s][k] = stays ? state.slots().get(s)[old] : fresh.get(s);
                }
            }
        }
        return new MeanFieldState(new SparseGaussian(q.dimension(), support, mean, sd), List.of(slots), state.step());
    }

    private static float mean(float[] values, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += values[k];
        }
        return to > from ? (float) (sum / (to - from)) : 0f;
    }
}
