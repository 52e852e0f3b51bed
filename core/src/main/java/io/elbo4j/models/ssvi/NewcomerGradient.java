package io.elbo4j.models.ssvi;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GradientRows;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.SupportedLogLikelihood;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Supports;
import io.elbo4j.math.TopK;
import io.elbo4j.update.Target;
import java.io.Serializable;
import java.util.List;

/**
 * The gradient that chooses newcomers, summed over several minibatches of a shard at one point of θ. It streams by layer: a shard
 * holds one piece at a time, and what it sends.
 *
 * @param likelihood of the data
 * @param batches minibatches
 * @param batchRows rows of each
 */
record NewcomerGradient(LogLikelihood likelihood, int batches, int batchRows) implements Serializable {

    /**
     * A point of θ and the rows that look at it.
     *
     * @param q whose support it lies on
     * @param values {@code [A]}
     */
    record Point(SparseGaussian q, float[] values, Shard shard, Key key) {}

    /** Of all parameters: {@code [D]}. */
    Sums everywhere(Point point) {
        float[] all = new float[point.q().dimension()];
        double logLik = stream(point, (offset, piece, length) -> System.arraycopy(piece, 0, all, offset, length));
        return Sums.of(rows(), logLik, rounded(all));
    }

    /**
     * Those of each layer that promise most, outside the support and among those who leave it; what is sent is the promise.
     *
     * @param leaving {@code [A]}
     * @param keep how many of each layer; what is 0 is never kept
     */
    Sums steepest(Point point, boolean[] leaving, Target target, int[] keep) {
        List<ParameterBlock> layers = target.layout().weightBlocks();
        SparseGaussian q = point.q();
        TopK[] largest = new TopK[layers.size()];
        NewcomerGain[] gain = new NewcomerGain[layers.size()];
        for (int l = 0; l < largest.length; l++) {
            largest[l] = new TopK(keep[l]);
            gain[l] = NewcomerGain.of(q, layers.get(l), target.prior());
        }
        double logLik = stream(point, (offset, piece, length) -> {
            for (int l = 0; l < largest.length; l++) {
                ParameterBlock layer = layers.get(l);
                int to = Math.min(layer.end(), offset + length);
                int k = q.position(Math.max(layer.offset(), offset));
                for (int i = Math.max(layer.offset(), offset); i < to; i++) {
                    boolean active = k < q.active() && q.support()[k] == i;
                    float each = piece[i - offset];
                    if (each != 0 && (!active || leaving[k])) {
                        largest[l].offer(gain[l].of(each, i), i - layer.offset());
                    }
                    k += active ? 1 : 0;
                }
            }
        });
        int count = 0;
        for (TopK layer : largest) {
            count += layer.size();
        }
        int[] support = new int[count];
        float[] values = new float[count];
        int at = 0;
        for (int l = 0; l < largest.length; l++) {
            int[] indices = largest[l].indices();
            System.arraycopy(largest[l].values(), 0, values, at, indices.length);
            for (int index : indices) {
                support[at++] = layers.get(l).offset() + index;
            }
        }
        return count == 0 ? Sums.of(rows(), logLik) : Sums.over(support, rows(), logLik, rounded(values));
    }

    /** Of these parameters: {@code [nominated]}. */
    Sums at(Point point, int[] nominated) {
        float[] some = new float[nominated.length];
        double logLik = stream(point, (offset, piece, length) -> {
            int k = Supports.position(nominated, offset);
            for (; k < nominated.length && nominated[k] < offset + length; k++) {
                some[k] = piece[nominated[k] - offset];
            }
        });
        return Sums.over(nominated, rows(), logLik, rounded(some));
    }

    private double rows() {
        return (double) batches * batchRows;
    }

    private double stream(Point point, GradientRows rows) {
        Batch batch = point.shard().batches(point.key(), batchRows).first(batches);
        if (likelihood instanceof SupportedLogLikelihood supported) {
            return supported.wholeGradient(point.q().support(), point.values(), batch, rows);
        }
        ValueGrad at = likelihood.valueGrad(point.q().scatter(point.values()), batch);
        rows.take(0, at.gradient(), at.gradient().length);
        return at.logLikSum();
    }

    /**
     * Means a row to eight significant bits (bfloat16), ties away from 0, times the rows. Only the order of the gradients counts,
     * and what minibatches do to it is far more than this; on the wire they take a quarter of the bytes.
     */
    private double[] rounded(float[] gradient) {
        double[] sums = new double[gradient.length];
        for (int i = 0; i < sums.length; i++) {
            float mean = (float) (gradient[i] / rows());
            float rounded = Float.intBitsToFloat((Float.floatToRawIntBits(mean) + 0x8000) & 0xFFFF0000);
            sums[i] = rows() * (Float.isFinite(mean) ? rounded : mean);
        }
        return sums;
    }
}
