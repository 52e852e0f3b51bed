package io.elbo4j.family;

import io.elbo4j.math.PositiveDefinite;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A belief about mean μ and covariance Σ of a normal: μ ~ N(mean, Σ / strength), Σ ~ inverse Wishart(scale, degrees), with
 * E[Σ⁻¹] = degrees · scale⁻¹. With D numbers in {@code scale} the coordinates are independent: normal-inverse-gamma each,
 * Σᵢᵢ ~ inverse gamma(degrees / 2, scaleᵢ / 2).
 *
 * @param strength l, positive: how many observations the mean is worth
 * @param mean m, {@code [D]}
 * @param scale V, {@code [D, D]}, symmetric and positive definite; or {@code [D]}, positive
 * @param degrees n, of freedom; above D − 1, or above 0 per coordinate
 */
public record NormalInverseWishart(double strength, double[] mean, double[] scale, double degrees)
        implements Serializable {

    public NormalInverseWishart {
        int d = mean.length;
        if (scale.length != d && scale.length != (long) d * d) {
            throw new IllegalArgumentException("normal-inverse-wishart: sizes do not agree: mean=" + d + " scale="
                    + scale.length + "; the scale has mean × mean numbers, or one a coordinate");
        }
        double least = scale.length == d ? 0 : d - 1;
        if (!(strength > 0 && degrees > least) || Double.isInfinite(strength) || Double.isInfinite(degrees)) {
            throw new IllegalArgumentException("normal-inverse-wishart: not a distribution: strength=" + strength
                    + " degrees=" + degrees + "; use a finite strength above 0, finite degrees above " + least);
        }
        if (scale.length == d) {
            for (int i = 0; i < d; i++) {
                if (!(scale[i] > 0) || Double.isInfinite(scale[i])) {
                    throw new IllegalArgumentException("normal-inverse-wishart: scale not positive: coordinate=" + i
                            + " scale=" + scale[i] + "; use finite numbers above 0");
                }
            }
        } else {
            PositiveDefinite.of(scale, d);
        }
    }

    /**
     * The exact posterior of the members of a hierarchy: given beliefs N(mᵢ, Vᵢ) about draws θᵢ ~ N(μ, Σ), the belief about
     * (μ, Σ) with the greatest lower bound. For points (Vᵢ = 0) it is the conjugate posterior. With this belief as the prior
     * (λ₀, μ₀, Σ₀, ν₀) and N members: l = λ₀ + N, m = (λ₀μ₀ + N m̄) / l, n = ν₀ + N,
     * V = Σ₀ + ΣVᵢ + C + λ₀N / l · (m̄ − μ₀)(m̄ − μ₀)ᵀ.
     *
     * @throws IllegalArgumentException when dimension or shape differ
     */
    public NormalInverseWishart updated(NiwStatistics members) {
        if (members.count() == 0) {
            return this;
        }
        if (members.mean().length != mean.length || members.scatter().length != scale.length) {
            throw new IllegalArgumentException("normal-inverse-wishart: shape mismatch: prior=" + mean.length + "/"
                    + scale.length + " members=" + members.mean().length + "/" + members.scatter().length
                    + "; both are full, or both per coordinate, with the same dimension");
        }
        double count = members.count();
        double total = strength + count;
        double[] deviation = new double[mean.length];
        double[] moved = new double[mean.length];
        for (int i = 0; i < moved.length; i++) {
            deviation[i] = members.mean()[i] - mean[i];
            moved[i] = mean[i] + deviation[i] * (count / total);
        }
        double[] shift = NiwStatistics.products(deviation, scale.length, strength * count / total);
        double[] widened = new double[scale.length];
        for (int i = 0; i < widened.length; i++) {
            widened[i] = scale[i] + members.covarianceSum()[i] + members.scatter()[i] + shift[i];
        }
        return new NormalInverseWishart(total, moved, widened, degrees + count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NormalInverseWishart that
                && Double.compare(strength, that.strength) == 0
                && Double.compare(degrees, that.degrees) == 0
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(scale, that.scale);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(mean) + Arrays.hashCode(scale)) + Double.hashCode(strength + degrees);
    }

    @Override
    public String toString() {
        return "NormalInverseWishart[strength=" + strength + ", dimension=" + mean.length + ", degrees=" + degrees
                + "]";
    }
}
