package io.elbo4j.update;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a sparse belief says of the weights that it left out. They were 0 while its rows were seen, and the likelihood of those
 * rows has a curvature in them too: a weight that enters later moves what was learned, however unknown it is. The curvature in a
 * weight is about the mean square of its input times that of what its unit's output is worth (the diagonal of a Kronecker-factored
 * curvature; Martens and Grosse, arXiv 1503.05671), so that of a layer is nearly an outer product,
 *
 * <pre>evidence_ji ≈ r_j c_i,   evidence = posterior precision − prior precision of an active weight,</pre>
 *
 * and its factors can be had of the active weights alone: no number more is kept. They are those of the Poisson likelihood with
 * mean r_j c_i of the active entries, found by proportional fitting (the quasi-independence model of tables with holes). A row or
 * column without an active weight takes the mean of the others.
 */
final class AbsentWeights implements GaussianPrior {

    /** Sweeps over rows and columns; what is missing after them is far below the noise of one entry. */
    private static final int SWEEPS = 50;

    private final GaussianPrior before;
    private final int[] offset;
    private final int[] columns;
    private final List<double[]> row = new ArrayList<>();
    private final List<double[]> column = new ArrayList<>();

    /**
     * From a belief.
     *
     * @param earlier the posterior of the rows before
     * @param before the prior that they had
     * @param layout of both
     */
    AbsentWeights(SparseGaussian earlier, GaussianPrior before, ParameterLayout layout) {
        this.before = before;
        List<ParameterBlock> blocks = layout.blocks();
        this.offset = new int[blocks.size()];
        this.columns = new int[blocks.size()];
        for (int b = 0; b < offset.length; b++) {
            ParameterBlock block = blocks.get(b);
            boolean weights = block.role() == Role.WEIGHT && earlier.active(block) > 0;
            int rows = weights ? block.shape().get(0) : 0;
            offset[b] = block.offset();
            columns[b] = weights ? block.size() / rows : 0;
            row.add(new double[rows]);
            column.add(new double[columns[b]]);
            if (weights) {
                fit(evidence(earlier, block), b, earlier, block);
            }
        }
    }

    private double[] evidence(SparseGaussian earlier, ParameterBlock block) {
        int from = earlier.position(block.offset());
        double[] evidence = new double[earlier.active(block)];
        for (int k = 0; k < evidence.length; k++) {
            double sd = earlier.sd()[from + k];
            double prior = before.precision(earlier.support()[from + k]);
            evidence[k] = earlier.isPoint(from + k) ? 0 : Math.max(0, 1 / (sd * sd) - prior);
        }
        return evidence;
    }

    private void fit(double[] evidence, int layer, SparseGaussian earlier, ParameterBlock block) {
        int from = earlier.position(block.offset());
        int[] rowOf = new int[evidence.length];
        int[] columnOf = new int[evidence.length];
        for (int k = 0; k < evidence.length; k++) {
            int within = earlier.support()[from + k] - block.offset();
            rowOf[k] = within / columns[layer];
            columnOf[k] = within % columns[layer];
        }
        Arrays.fill(column.get(layer), 1);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            factor(evidence, rowOf, columnOf, row.get(layer), column.get(layer));
            factor(evidence, columnOf, rowOf, column.get(layer), row.get(layer));
        }
    }

    /** One side of the outer product, the other being given: Σ evidence / Σ other, over the active entries of each line. */
    private static void factor(double[] evidence, int[] lineOf, int[] otherOf, double[] line, double[] other) {
        double[] sum = new double[line.length];
        double[] weight = new double[line.length];
        for (int k = 0; k < evidence.length; k++) {
            sum[lineOf[k]] += evidence[k];
            weight[lineOf[k]] += other[otherOf[k]];
        }
        double total = 0;
        int known = 0;
        for (int i = 0; i < line.length; i++) {
            if (weight[i] > 0) {
                line[i] = sum[i] / weight[i];
                total += line[i];
                known++;
            }
        }
        for (int i = 0; i < line.length; i++) {
            line[i] = weight[i] > 0 ? line[i] : known == 0 ? 0 : total / known;
        }
    }

    /** r_j c_i. */
    double evidence(int index) {
        int b = Arrays.binarySearch(offset, index);
        b = b < 0 ? -b - 2 : b;
        if (b < 0 || columns[b] == 0) {
            return 0;
        }
        int within = index - offset[b];
        return row.get(b)[within / columns[b]] * column.get(b)[within % columns[b]];
    }

    @Override
    public double mean(int index) {
        return before.mean(index);
    }

    @Override
    public double precision(int index) {
        return before.precision(index) + evidence(index);
    }
}
