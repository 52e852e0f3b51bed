package io.elbo4j.models.ewc;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The diagonal of the Fisher information, Σ over rows of E[(∂ log p(y given x, θ)/∂θ)²], with y from the model's own distribution,
 * one draw a row.
 *
 * @param network of the likelihood
 * @param rows over all shards
 */
record FisherInformation(Network network, int rows) implements Serializable {

    /**
     * Of some rows of a shard.
     *
     * @param theta {@code [D]}
     * @param key names rows and draws
     * @return rows, and {@code [D]} squares; 0 for what is no parameter
     */
    Sums of(float[] theta, Shard shard, Key key) {
        Batch all = shard.examples();
        int share = Math.min(all.rows(), (rows + shard.shards() - 1) / shard.shards());
        int[] order = key.permutation(all.rows());
        double[] squares = new double[theta.length];
        double shared = shared(theta);
        double logLik = 0;
        for (int i = 0; i < share; i++) {
            Batch row = all.slice(order[i], order[i] + 1);
            float[] outputs = network.outputs(theta, row.features());
            float target = network.observation().drawn(outputs, 0, row.targets()[0], shared, key.fold(order[i]));
            var at = network.valueGrad(theta, new Batch(row.features(), new float[] {target}));
            for (int d = 0; d < squares.length; d++) {
                squares[d] += (double) at.gradient()[d] * at.gradient()[d];
            }
            logLik += at.logLikSum();
        }
        for (ParameterBlock block : network.layout().blocks()) {
            if (block.role() == Role.STATISTIC) {
                Arrays.fill(squares, block.offset(), block.end(), 0);
            }
        }
        return Sums.of(share, logLik, squares);
    }

    private double shared(float[] theta) {
        OptionalInt index = network.sharedParameter();
        return index.isPresent() ? theta[index.getAsInt()] : 0;
    }
}
