package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.RowMajor;
import io.elbo4j.paper.Equation;
import java.util.Arrays;

/**
 * What linear rows say of an episode's weights θ ~ N(m₀, S), in closed form and without draws. With K = XSXᵀ + σ²I, the covariance of rows, and
 * α = K⁻¹ (y − Xm₀), the posterior is m = m₀ + SXᵀα, V = S − SXᵀK⁻¹XS. It makes the bound as large as it gets, log N(y; Xm₀, K) but for what the
 * belief's own doubt takes, so that the bound's gradient is that of this density. Where episodes differ in scale it is a Student t.
 *
 * <p>Of fewer rows than weights nothing is done but products of rows with S; of more, V is worked out.
 */
final class Evidence {

    /** Of the largest variance of a row: with less noise K is not told from a singular matrix, and as much is taken. */
    private static final double LEAST_NOISE = 1e-12;

    private final LinearRows rows;
    private final boolean free;
    private final RowCovariance covariance;
    private final double[] certainty;
    private final double[] pull;
    private final double squaredDistance;
    private final double precision;
    private final double nats;

    /**
     * @param free whether the noise is the rows' own
     * @param residual y − Xm₀, {@code [rows]}
     */
    private Evidence(LinearRows rows, boolean free, double[] residual, RowCovariance covariance, EpisodeScale scale) {
        this.rows = rows;
        this.free = free;
        this.covariance = covariance;
        certainty = RowMajor.productOfTransposed(rows.inputs(), covariance.inverseInputs(), rows.rows());
        pull = RowMajor.productOfTransposed(rows.inputs(), covariance.alpha(), rows.rows());
        double distance = 0;
        for (int i = 0; i < residual.length; i++) {
            distance += covariance.alpha()[i] * residual[i];
        }
        squaredDistance = Math.max(0, distance);
        precision = scale.varies() ? scale.precision(rows.rows(), squaredDistance) : 1;
        nats = scale.varies() ? scale.logOddsToNormal(rows.rows(), squaredDistance) : 0;
    }

    /**
     * Of some rows.
     *
     * @param prior with a full covariance
     * @throws IllegalArgumentException when coordinates are independent, or numbers are not finite
     */
    static Evidence of(EpisodeGaussian prior, LinearRows rows, EpisodeScale scale) {
        requireFull(prior);
        int d = prior.dimension();
        double[] spread = RowMajor.product(rows.inputs(), prior.covariance(), d);
        double[] variances = new double[rows.rows()];
        for (int i = 0; i < spread.length; i++) {
            variances[i / d] += spread[i] * rows.inputs()[i];
        }
        double least = LEAST_NOISE * Arrays.stream(variances).max().orElse(0);
        LinearRows noisy = rows.withNoise(Math.max(least, rows.noiseVariance()));
        boolean free = rows.noiseVariance() > least;
        double[] residual = noisy.outputs(prior.mean());
        for (int i = 0; i < residual.length; i++) {
            residual[i] = rows.targets()[i] - residual[i];
        }
        RowCovariance covariance = rows.rows() > d
                ? RowCovariance.inTheSpaceOfWeights(prior, noisy)
                : RowCovariance.inTheSpaceOfRows(prior, noisy, spread, residual);
        return new Evidence(noisy, free, residual, covariance, scale);
    }

    /** With the diagonal of the covariance alone the mean would be wrong. */
    static void requireFull(EpisodeGaussian prior) {
        if (prior.covariance().length == prior.dimension() && prior.dimension() > 1) {
            throw new IllegalArgumentException("exact fit: full beliefs only: dimension=" + prior.dimension()
                    + "; use a full belief, or the laplace fit, which is exact for the mean");
        }
    }

    /** m, at any scale, {@code [A]}. */
    double[] mean() {
        return covariance.mean();
    }

    /** (y − Xm₀)ᵀ K⁻¹ (y − Xm₀). */
    double squaredDistance() {
        return squaredDistance;
    }

    /** E[1/s | rows] of the episode's scale; 1 where all episodes are of one. */
    double precision() {
        return precision;
    }

    /** What the bound has more for the scale, in nats. */
    double scaleNats() {
        return nats;
    }

    /** E log p(rows) under the posterior at the episode's scale, in nats. */
    double expectedLogLikNats() {
        double noise = rows.noiseVariance();
        return -0.5 * rows.rows() * Math.log(2 * Math.PI * noise / precision)
                - 0.5 * (precision * noise * squares() + rows.rows() - noise * covariance.inverseTrace());
    }

    /** E over the belief of KL(posterior ‖ N(μ, Σ)), all at the episode's scale, in nats. */
    @Equation(paper = "arXiv:2306.09702", number = "expected KL")
    double expectedKlNats(NormalInverseWishart belief) {
        int d = pull.length;
        double noise = rows.noiseVariance();
        double logVolumes =
                covariance.logDeterminant() - rows.rows() * Math.log(noise) + d * Math.log(belief.degrees() / 2);
        double moved = precision * (squaredDistance - noise * squares());
        return 0.5
                * (logVolumes
                        - Shape.multivariateDigamma(belief.degrees(), d)
                        - (rows.rows() - noise * covariance.inverseTrace())
                        + moved
                        + d / belief.strength());
    }

    /** −d bound / dm₀, {@code [A]}. */
    double[] meanGradient() {
        double[] gradient = pull.clone();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= -precision;
        }
        return gradient;
    }

    /** −d bound / dS, {@code [A, A]}. */
    @Equation(paper = "Rasmussen and Williams 2006", number = "5.9")
    double[] covarianceGradient() {
        int d = pull.length;
        double[] gradient = certainty.clone();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                gradient[i * d + j] = 0.5 * (gradient[i * d + j] - precision * pull[i] * pull[j]);
            }
        }
        return gradient;
    }

    /** −d bound / dX, {@code [rows, A]}. */
    double[] inputGradient() {
        int d = pull.length;
        double[] gradient = covariance.gain().clone();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] -= precision * covariance.alpha()[i / d] * covariance.mean()[i % d];
        }
        return gradient;
    }

    /** −d bound / d log σ²; 0 where less noise makes no difference. */
    double logNoiseGradient() {
        return !free ? 0 : 0.5 * rows.noiseVariance() * (covariance.inverseTrace() - precision * squares());
    }

    private double squares() {
        double sum = 0;
        for (double each : covariance.alpha()) {
            sum += each * each;
        }
        return sum;
    }
}
