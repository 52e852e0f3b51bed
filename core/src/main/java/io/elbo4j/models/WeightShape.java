package io.elbo4j.models;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.eval.Histogram;
import io.elbo4j.family.BinaryField;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * What a picture of a posterior over weights needs, small enough to be kept.
 *
 * @param layers of weights, in order
 * @param signalToNoise of log₁₀(|mean| / sd) over all active weights, from −3 to 3, values beyond in the end bins (the ratio of
 *     Blundell et al., arXiv 1505.05424v2, section 3.3, without decibels); no counts where weights are points
 * @param inputs what the first layer kept; without cells where rows are no pictures or all is kept
 */
public record WeightShape(List<Layer> layers, Histogram signalToNoise, KeptInputs inputs) {

    /** Of no weights. */
    public static final WeightShape NONE =
            new WeightShape(List.of(), new Histogram("signalToNoise", -3, 3, List.of()), KeptInputs.NONE);

    private static final int BINS = 30;

    /**
     * One array of weights.
     *
     * @param name of the array
     * @param active weights that are not exactly 0, in all components
     * @param total weights
     */
    public record Layer(String name, long active, long total) {}

    public WeightShape {
        layers = List.copyOf(layers);
    }

    /** Of a model's belief. */
    public static WeightShape of(TrainedModel<?> model) {
        Posterior posterior = model.posterior();
        List<ParameterBlock> blocks = model.layout().weightBlocks();
        if (blocks.isEmpty() || posterior.dimension() != model.layout().dimension()) {
            return NONE;
        }
        List<Layer> layers = new ArrayList<>();
        long[] counts = new long[BINS];
        for (ParameterBlock block : blocks) {
            layers.add(new Layer(block.name(), posterior.active(block), block.size()));
            for (Posterior component : posterior.components()) {
                List<Long> more = histogram(ratios(component, block)).counts();
                for (int b = 0; b < BINS; b++) {
                    counts[b] += more.get(b);
                }
            }
        }
        long all = 0;
        List<Long> boxed = new ArrayList<>();
        for (long count : counts) {
            all += count;
            boxed.add(count);
        }
        Histogram signal = all == 0 ? NONE.signalToNoise : new Histogram("signalToNoise", -3, 3, boxed);
        KeptInputs inputs = posterior instanceof SparseGaussian sparse
                ? KeptInputs.of(sparse, blocks.get(0), model.input())
                : KeptInputs.NONE;
        return new WeightShape(layers, signal, inputs);
    }

    private static Histogram histogram(double[] values) {
        return Histogram.of("signalToNoise", -3, 3, BINS, values);
    }

    /** log₁₀(|mean| / sd) of the active weights of a block that are not points. */
    private static double[] ratios(Posterior posterior, ParameterBlock block) {
        if (posterior instanceof SparseGaussian q) {
            return ratios(q.position(block.offset()), q.position(block.end()), k -> q.mean()[k], k -> q.sd()[k]);
        }
        if (posterior instanceof DiagonalGaussian q) {
            return ratios(block.offset(), block.end(), i -> q.mean()[i], i -> Math.sqrt(q.variance()[i]));
        }
        if (posterior instanceof FullGaussian q) {
            return ratios(block.offset(), block.end(), i -> q.mean()[i], q::sd);
        }
        if (posterior instanceof BinaryField q) {
            // |tanh x| / √(1 − tanh² x), which does not cancel in this form.
            return ratios(
                    block.offset(), block.end(), i -> Math.sinh(Math.min(20, Math.abs(q.halfLogOdds(i)))), i -> 1);
        }
        return new double[0];
    }

    private static double[] ratios(int from, int to, IntToDoubleFunction mean, IntToDoubleFunction sd) {
        double[] found = new double[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            double noise = sd.applyAsDouble(i);
            if (noise > 0) {
                found[count++] = Math.log10(Math.abs(mean.applyAsDouble(i)) / noise);
            }
        }
        return Arrays.copyOf(found, count);
    }
}
