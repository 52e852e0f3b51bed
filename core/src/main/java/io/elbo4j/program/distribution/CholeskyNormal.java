package io.elbo4j.program.distribution;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A normal distribution with a full covariance L·Lᵀ, L = (I + N)·diag(eˢ), for up to some 32 numbers. ND4J has no derivative of solves, so (I + N)⁻¹
 * is a product of log₂D matrices: N is nilpotent, and (I + N)⁻¹ = (I − N)(I + N²)(I + N⁴) ...
 *
 * @param mean {@code [L, D]} or {@code [1, D]}
 * @param factor {@code [D, D]}: N below the diagonal, s on it; what is above does not count
 */
public record CholeskyNormal(SDVariable mean, SDVariable factor) implements Distribution {

    @Override
    public Support support() {
        return Support.REAL;
    }

    @Override
    public Strategy preferred() {
        return Strategy.REPARAMETERISED;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        int d = lanes.event(mean)[0];
        SDVariable identity = identity(d);
        SDVariable power = below(d);
        SDVariable inverse = identity.sub(power);
        for (int reached = 2; reached < d; reached *= 2) {
            power = power.mmul(power);
            inverse = inverse.mmul(identity.add(power));
        }
        SDVariable logSd = logSd(d);
        SDVariable rest = value.sub(mean).mmul(transposed(inverse));
        return new Normal(factor.getSameDiff().zerosLike(logSd), logSd).logDensity(lanes, rest);
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        int d = lanes.event(mean)[0];
        SDVariable scaled =
                lanes.gaussians(new int[] {d}).mul(factor.getSameDiff().math().exp(logSd(d)));
        return scaled.mmul(transposed(identity(d).add(below(d)))).add(mean);
    }

    /** s, {@code [1, D]}. */
    private SDVariable logSd(int d) {
        return factor.mul(identity(d)).sum(true, 0);
    }

    private SDVariable below(int d) {
        float[][] ones = new float[d][d];
        for (int i = 0; i < d; i++) {
            Arrays.fill(ones[i], 0, i, 1);
        }
        return factor.mul(factor.getSameDiff().constant(Nd4j.createFromArray(ones)));
    }

    private SDVariable identity(int d) {
        float[][] ones = new float[d][d];
        for (int i = 0; i < d; i++) {
            ones[i][i] = 1;
        }
        return factor.getSameDiff().constant(Nd4j.createFromArray(ones));
    }

    private static SDVariable transposed(SDVariable matrix) {
        return matrix.permute(1, 0);
    }
}
