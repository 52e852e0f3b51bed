package io.elbo4j.models.ssvi;

import org.hipparchus.special.Erf;

/**
 * How much a weight θ ~ N(μ, σ²) matters: weights with the lowest scores leave the support. All are computed in double
 * precision and in forms that do not cancel; with a = |μ|/σ:
 *
 * <p>{@link #SNR} and {@link #SNR_MEAN_ABS} order weights in the same way (the second is an increasing function of a), and
 * both are offered because the paper reports the second. The textbook form √(σ² + μ² − (E|θ|)²) of its denominator loses
 * all digits for large a, which would throw out the most certain weights first.
 */
public enum RemovalScore {
    /** |μ|. */
    MEAN {
        @Override
        double of(double mean, double sd) {
            return Math.abs(mean);
        }
    },
    /** |μ| / σ. */
    SNR {
        @Override
        double of(double mean, double sd) {
            return Math.abs(mean) / sd;
        }
    },
    /** E|θ|. */
    MEAN_ABS {
        @Override
        double of(double mean, double sd) {
            return sd * standardMeanAbs(Math.abs(mean) / sd);
        }
    },
    /** E|θ| / sd|θ|. */
    SNR_MEAN_ABS {
        @Override
        double of(double mean, double sd) {
            double a = Math.abs(mean) / sd;
            if (a > FOLDED_LIMIT) {
                return a;
            }
            double m = standardMeanAbs(a);
            return m / Math.sqrt(1 + a * a - m * m);
        }
    },
    /** ln E exp|θ|: the logarithm keeps the order and cannot overflow. */
    EXP_MEAN_ABS {
        @Override
        double of(double mean, double sd) {
            return logMeanExpAbs(Math.abs(mean), sd);
        }
    },
    /** E exp|θ| / sd exp|θ|. */
    SNR_EXP_MEAN_ABS {
        @Override
        double of(double mean, double sd) {
            return 1 / Math.sqrt(Math.expm1(logSquareRatio(Math.abs(mean), sd)));
        }
    };

    /** From here on the fold of |θ| at 0 is below double precision. */
    private static final double FOLDED_LIMIT = 8;

    /** Below, log moments lose digits, and three cumulants say the same to 1e-7. */
    private static final double NARROW = 3e-4;

    /**
     * The score of one weight; larger is kept longer.
     *
     * @param mean μ
     * @param sd σ, positive
     */
    abstract double of(double mean, double sd);

    /** The name in the configuration, for example {@code snr-mean-abs}. */
    public static RemovalScore parse(String name) {
        for (RemovalScore score : values()) {
            if (score.text().equals(name)) {
                return score;
            }
        }
        throw new IllegalArgumentException("ssvi: unknown removal score: model.removal=" + name + "; use one of "
                + java.util.Arrays.stream(values()).map(RemovalScore::text).toList());
    }

    /** The name in the configuration. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** E|z| for z ~ N(a, 1): a(2Φ(a) − 1) + 2φ(a). */
    private static double standardMeanAbs(double a) {
        return a * Erf.erf(a / Math.sqrt(2)) + Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * a * a);
    }

    /** ln E exp(λ|θ|) for θ ~ N(m, sd²), m ≥ 0. */
    private static double logMomentAbs(double lambda, double m, double sd) {
        double quadratic = 0.5 * lambda * lambda * sd * sd;
        double right = quadratic + lambda * m + logNormalCdf(m / sd + lambda * sd);
        double left = quadratic - lambda * m + logNormalCdf(-m / sd + lambda * sd);
        return right + Math.log1p(Math.exp(left - right));
    }

    /** ln E exp|θ| = κ₁ + κ₂/2 + κ₃/6 + …, with the cumulants κ of |θ|. */
    private static double logMeanExpAbs(double m, double sd) {
        if (!cumulantsSuffice(m, sd)) {
            return logMomentAbs(1, m, sd);
        }
        double[] cumulants = cumulants(m, sd);
        return cumulants[0] + cumulants[1] / 2 + cumulants[2] / 6;
    }

    /** ln (E exp 2|θ| / (E exp|θ|)²) = κ₂ + κ₃ + … */
    private static double logSquareRatio(double m, double sd) {
        if (!cumulantsSuffice(m, sd)) {
            return logMomentAbs(2, m, sd) - 2 * logMomentAbs(1, m, sd);
        }
        double[] cumulants = cumulants(m, sd);
        return cumulants[1] + cumulants[2];
    }

    private static boolean cumulantsSuffice(double m, double sd) {
        return sd < NARROW || m / sd > FOLDED_LIMIT;
    }

    /** The first three of |θ|; far from 0 those of θ itself. */
    private static double[] cumulants(double m, double sd) {
        double a = m / sd;
        if (a > FOLDED_LIMIT) {
            return new double[] {m, sd * sd, 0};
        }
        double first = standardMeanAbs(a);
        double second = 1 + a * a;
        double third = (a * a * a + 3 * a) * Erf.erf(a / Math.sqrt(2))
                + (a * a + 2) * Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * a * a);
        double skew = third - 3 * first * second + 2 * first * first * first;
        return new double[] {sd * first, sd * sd * (second - first * first), sd * sd * sd * skew};
    }

    private static double logNormalCdf(double x) {
        return Math.log(0.5 * Erf.erfc(-x / Math.sqrt(2)));
    }
}
