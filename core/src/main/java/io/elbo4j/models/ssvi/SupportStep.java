package io.elbo4j.models.ssvi;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Batches;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.math.TopK;
import io.elbo4j.paper.Equation;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Moves the support within its budget: in each layer the weights with the lowest scores leave, and as many of those outside
 * enter, by the size of their gradient summed over all shards. The state between rounds always has its full budget: which
 * weights leave is a function of the state that every shard works out for itself.
 *
 * @param likelihood of the data
 * @param update tells how slots start
 * @param target what is inferred
 * @param spec settings
 * @param schedule of the replaced part
 * @param batchRows rows a minibatch
 */
record SupportStep(
        LogLikelihood likelihood,
        MeanFieldUpdate update,
        Target target,
        SsviSpec spec,
        SupportSchedule schedule,
        int batchRows)
        implements Serializable {

    /** Sum over this shard of the gradient at the means: {@code [D]}. */
    Sums gradient(Round<MeanFieldState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return Sums.NONE;
        }
        SparseGaussian q = round.state().posterior();
        float[] theta = q.meanTheta();
        if (spec.regrowAfterRemoval()) {
            boolean[] leaving = leaving(q, round.index());
            for (int k = 0; k < leaving.length; k++) {
                if (leaving[k]) {
                    theta[q.support()[k]] = 0;
                }
            }
        }
        Batches batches = shard.batches(Stream.SUPPORT.of(round.key()).fold(round.index()), batchRows);
        double[] gradient = new double[q.dimension()];
        double logLik = 0;
        for (int b = 0; b < spec.gradientBatches(); b++) {
            Batch batch = batches.at(b);
            ValueGrad at = likelihood.valueGrad(theta, batch);
            logLik += at.logLikSum();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += at.gradient()[i];
            }
        }
        double rows = (double) spec.gradientBatches() * batchRows;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = rows * rounded((float) (gradient[i] / rows));
        }
        return Sums.of(rows, logLik, gradient);
    }

    /**
     * To eight significant bits (bfloat16), ties away from 0. Only the order of the gradients counts, and what minibatches do to
     * it is far more than this; on the wire they take a quarter of the bytes.
     */
    private static float rounded(float gradient) {
        float rounded = Float.intBitsToFloat((Float.floatToRawIntBits(gradient) + 0x8000) & 0xFFFF0000);
        return Float.isFinite(gradient) ? rounded : gradient;
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
            Integer[] order = new Integer[active];
            for (int k = 0; k < active; k++) {
                scores[k] = spec.removal().of(q.mean()[from + k], q.sd()[from + k]);
                order[k] = k;
            }
            java.util.Arrays.sort(order, (i, j) -> {
                int byScore = Double.compare(scores[i], scores[j]);
                return byScore != 0 ? byScore : Integer.compare(i, j);
            });
            for (int k = 0; k < leave; k++) {
                leaving[from + order[k]] = true;
            }
        }
        return leaving;
    }

    /** At least one while there is anything to replace and somewhere to go, so that small layers do not freeze early. */
    private static int replaced(int active, int size, double fraction) {
        return fraction <= 0 ? 0 : Math.min(Math.max(1, (int) Math.floor(active * fraction)), size - active);
    }

    /** The state with the moved support. */
    @Equation(paper = "arXiv:2402.11025v1", number = "addition")
    Outcome<MeanFieldState> moved(Round<MeanFieldState> round, Sums sums) {
        if (sums.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        MeanFieldState state = round.state();
        SparseGaussian q = state.posterior();
        boolean[] leaving = leaving(q, round.index());
        double[] gradient = sums.arrays().get(0);
        int[] support = new int[q.active()];
        int at = 0;
        for (ParameterBlock block : target.layout().blocks()) {
            int from = q.position(block.offset());
            int to = q.position(block.end());
            boolean[] stays = new boolean[block.size()];
            int leave = 0;
            for (int k = from; k < to; k++) {
                stays[q.support()[k] - block.offset()] = !leaving[k];
                leave += leaving[k] ? 1 : 0;
            }
            TopK newcomers = new TopK(leave);
            for (int i = 0; i < stays.length && leave > 0; i++) {
                if (!stays[i]) {
                    newcomers.offer((float) Math.abs(gradient[block.offset() + i]), i);
                }
            }
            for (int i : newcomers.indices()) {
                stays[i] = true;
            }
            for (int i = 0; i < stays.length; i++) {
                if (stays[i]) {
                    support[at++] = block.offset() + i;
                }
            }
        }
        MeanFieldState next = onSupport(state, support);
        int replaced = replaced(q.support(), support);
        return new Outcome<>(next, Map.of("replacedWeights", (double) replaced, "step", (double) state.step()));
    }

    private static int replaced(int[] before, int[] after) {
        int shared = 0;
        for (int i = 0, j = 0; i < before.length && j < after.length; ) {
            if (before[i] == after[j]) {
                shared++;
                i++;
                j++;
            } else if (before[i] < after[j]) {
                i++;
            } else {
                j++;
            }
        }
        return before.length - shared;
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
                        update.newcomers().get(s) == MeanFieldUpdate.Newcomer.ZERO
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
