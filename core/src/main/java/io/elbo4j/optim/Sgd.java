package io.elbo4j.optim;

import io.elbo4j.math.Subnormal;

/**
 * Gradient ascent with (heavy-ball) momentum.
 *
 * @param momentum in [0, 1)
 */
public record Sgd(double momentum) implements FirstOrder {

    public Sgd {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "sgd: momentum out of range: train.beta1=" + momentum + "; use a number in [0, 1)");
        }
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public Step at(long step, double learningRate) {
        return (gradient, slots, first, at) -> {
            double velocity = momentum * slots[first][at] + gradient;
            slots[first][at] = Subnormal.toZero((float) velocity);
            return learningRate * velocity;
        };
    }
}
