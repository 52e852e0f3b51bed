package io.elbo4j.models.fieldspace;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;

/**
 * A network of binary weights, learned by its fields.
 *
 * @param likelihood of the data
 * @param update that moves the fields
 * @param target what is inferred
 * @param batchRows rows a shard and step
 * @param samples draws of the gradient
 */
public record FieldSpace(
        LocalLogLikelihood likelihood, FieldUpdate update, FieldTarget target, int batchRows, int samples) {

    /** Shards' gradients are added up, one step a round. */
    public Algorithm<FieldState, Sums> gradientSum() {
        return algorithm(new FieldGradientSum(gradient(), update, target, batchRows));
    }

    /** Shards take so many steps each, then fields are averaged. */
    public Algorithm<FieldState, Sums> average(int localSteps) {
        return algorithm(new FieldAverage(gradient(), update, target, batchRows, localSteps));
    }

    private FieldGradient gradient() {
        return new FieldGradient(likelihood, samples);
    }

    private static Algorithm<FieldState, Sums> algorithm(FieldRound round) {
        return new Algorithm<>("field-space", round, round, FieldStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Where a first training starts: normal fields. */
    public static BinaryField random(BinaryField undecided, double fieldSd, Key key) {
        float[] field = new float[undecided.dimension()];
        key.gaussians(field);
        for (int k = 0; k < field.length; k++) {
            field[k] *= (float) fieldSd;
        }
        return undecided.with(field);
    }
}
