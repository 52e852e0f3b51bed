package io.elbo4j.estimator;

import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.family.SparseGaussian;

/** What the estimators share. */
final class Perturbations {

    private Perturbations() {}

    static void requirePositive(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("estimator: no samples: train.samples=" + samples + "; use at least 1");
        }
    }

    static void accumulate(double[] sum, double[] one, int samples) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += one[i] / samples;
        }
    }

    static LocalLogLikelihood local(LogLikelihood likelihood, String estimator) {
        if (likelihood instanceof LocalLogLikelihood local) {
            return local;
        }
        throw new IllegalArgumentException("estimator: network cannot do it: train.estimator=" + estimator
                + "; networks from DL4J files know only train.estimator=reparameterised");
    }

    /** Entries of the support, as double. */
    static double[] gather(SparseGaussian q, float[] dense) {
        double[] values = new double[q.active()];
        for (int k = 0; k < values.length; k++) {
            values[k] = dense[q.support()[k]];
        }
        return values;
    }
}
