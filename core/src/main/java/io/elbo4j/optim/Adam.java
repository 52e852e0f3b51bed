package io.elbo4j.optim;

import io.elbo4j.math.Subnormal;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980v9, algorithm 1), as ascent.
 *
 * @param beta1 decay of the mean
 * @param beta2 decay of the mean square
 * @param epsilon added to the root mean square
 */
public record Adam(double beta1, double beta2, double epsilon) implements FirstOrder {

    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
            throw new IllegalArgumentException("adam: out of range: train.beta1=" + beta1 + " train.beta2=" + beta2
                    + " epsilon=" + epsilon + "; both decays are in [0, 1)");
        }
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public Step at(long step, double learningRate) {
        double meanBias = 1 - Math.pow(beta1, (double) step);
        double squareBias = 1 - Math.pow(beta2, (double) step);
        return (gradient, slots, first, at) -> {
            double m = beta1 * slots[first][at] + (1 - beta1) * gradient;
            double v = beta2 * slots[first + 1][at] + (1 - beta2) * gradient * gradient;
            slots[first][at] = Subnormal.toZero((float) m);
            slots[first + 1][at] = Subnormal.toZero((float) v);
            return learningRate * (m / meanBias) / (Math.sqrt(v / squareBias) + epsilon);
        };
    }
}
