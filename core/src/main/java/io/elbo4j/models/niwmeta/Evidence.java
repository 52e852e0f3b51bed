package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.PositiveDefinite;
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
    private final double[] mean;
    private final double[] alpha;
    private final double[] gain;
    private final double[] certainty;
    private final double[] pull;
    private final double inverseTrace;
    private final double logDeterminant;
    private final double squaredDistance;
    private final double precision;
    private final double nats;

    /**
     * @param free whether the noise is the rows' own
     * @param residual y − Xm₀, {@code [rows]}
     * @param alpha α, {@code [rows]}
     * @param gain K⁻¹XS, {@code [rows, A]}
     * @param inverseInputs K⁻¹X, {@code [rows, A]}
     * @param inverseTrace tr K⁻¹
     * @param logDeterminant log |K|
     */
    private Evidence(
            LinearRows rows,
            boolean free,
            double[] residual,
            double[] mean,
            double[] alpha,
            double[] gain,
            double[] inverseInputs,
            double inverseTrace,
            double logDeterminant,
            EpisodeScale scale) {
        this.rows = rows;
        this.free = free;
        this.mean = mean;
        this.alpha = alpha;
        this.gain = gain;
        this.inverseTrace = inverseTrace;
        this.logDeterminant = logDeterminant;
        certainty = RowMajor.productOfTransposed(rows.inputs(), inverseInputs, rows.rows());
        pull = RowMajor.productOfTransposed(rows.inputs(), alpha, rows.rows());
        double distance = 0;
        for (int i = 0; i < alpha.length; i++) {
            distance += alpha[i] * residual[i];
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
        return rows.rows() > d
                ? inTheSpaceOfWeights(prior, noisy, free, scale)
                : inTheSpaceOfRows(prior, noisy, spread, free, scale);
    }

    /** With the diagonal of the covariance alone the mean would be wrong. */
    static void requireFull(EpisodeGaussian prior) {
        if (prior.covariance().length == prior.dimension() && prior.dimension() > 1) {
            throw new IllegalArgumentException("exact fit: full beliefs only: dimension=" + prior.dimension()
                    + "; use a full belief, or the laplace fit, which is exact for the mean");
        }
    }

    private static double[] residual(EpisodeGaussian prior, LinearRows rows) {
        double[] residual = rows.outputs(prior.mean());
        for (int i = 0; i < residual.length; i++) {
            residual[i] = rows.targets()[i] - residual[i];
        }
        return residual;
    }

    private static Evidence inTheSpaceOfRows(
            EpisodeGaussian prior, LinearRows rows, double[] spread, boolean free, EpisodeScale scale) {
        int n = rows.rows();
        int d = prior.dimension();
        double[] covariance = RowMajor.product(spread, RowMajor.transposed(rows.inputs(), d), d);
        double[] residual = residual(prior, rows);
        for (int i = 0; i < n; i++) {
            covariance[i * n + i] += rows.noiseVariance();
            for (int j = 0; j < i; j++) {
                covariance[i * n + j] = covariance[j * n + i];
            }
        }
        PositiveDefinite factorised = PositiveDefinite.of(covariance, n);
        double[] inverse = factorised.inverse();
        double[] alpha = RowMajor.product(inverse, residual, n);
        double[] mean = RowMajor.productOfTransposed(spread, alpha, n);
        for (int i = 0; i < d; i++) {
            mean[i] += prior.mean()[i];
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += inverse[i * n + i];
        }
        return new Evidence(
                rows,
                free,
                residual,
                mean,
                alpha,
                RowMajor.product(inverse, spread, n),
                RowMajor.product(inverse, rows.inputs(), n),
                trace,
                factorised.logDeterminant(),
                scale);
    }

    private static Evidence inTheSpaceOfWeights(
            EpisodeGaussian prior, LinearRows rows, boolean free, EpisodeScale scale) {
        int n = rows.rows();
        int d = prior.dimension();
        double noise = rows.noiseVariance();
        EpisodeGaussian local = FullShape.INSTANCE.local(prior, rows.quadratic());
        double[] gain = RowMajor.product(rows.inputs(), local.covariance(), d);
        double[] alpha = rows.outputs(local.mean());
        for (int i = 0; i < n; i++) {
            alpha[i] = (rows.targets()[i] - alpha[i]) / noise;
        }
        double trace = n;
        for (int i = 0; i < gain.length; i++) {
            gain[i] /= noise;
            trace -= gain[i] * rows.inputs()[i];
        }
        double[] inverseInputs =
                RowMajor.product(gain, RowMajor.productOfTransposed(rows.inputs(), rows.inputs(), n), d);
        for (int i = 0; i < inverseInputs.length; i++) {
            inverseInputs[i] = (rows.inputs()[i] - inverseInputs[i]) / noise;
        }
        double logDeterminant = n * Math.log(noise)
                + PositiveDefinite.of(prior.covariance(), d).logDeterminant()
                - PositiveDefinite.of(local.covariance(), d).logDeterminant();
        return new Evidence(
                rows,
                free,
                residual(prior, rows),
                local.mean(),
                alpha,
                gain,
                inverseInputs,
                trace / noise,
                logDeterminant,
                scale);
    }

    /** m, at any scale, {@code [A]}. */
    double[] mean() {
        return mean;
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
                - 0.5 * (precision * noise * squares() + rows.rows() - noise * inverseTrace);
    }

    /** E over the belief of KL(posterior ‖ N(μ, Σ)), all at the episode's scale, in nats. */
    @Equation(paper = "arXiv:2306.09702", number = "expected KL")
    double expectedKlNats(NormalInverseWishart belief) {
        int d = mean.length;
        double noise = rows.noiseVariance();
        double logVolumes = logDeterminant - rows.rows() * Math.log(noise) + d * Math.log(belief.degrees() / 2);
        double moved = precision * (squaredDistance - noise * squares());
        return 0.5
                * (logVolumes
                        - Shape.multivariateDigamma(belief.degrees(), d)
                        - (rows.rows() - noise * inverseTrace)
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
        int d = mean.length;
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
        int d = mean.length;
        double[] gradient = gain.clone();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] -= precision * alpha[i / d] * mean[i % d];
        }
        return gradient;
    }

    /** −d bound / d log σ²; 0 where less noise makes no difference. */
    double logNoiseGradient() {
        return !free ? 0 : 0.5 * rows.noiseVariance() * (inverseTrace - precision * squares());
    }

    private double squares() {
        double sum = 0;
        for (double each : alpha) {
            sum += each * each;
        }
        return sum;
    }
}
