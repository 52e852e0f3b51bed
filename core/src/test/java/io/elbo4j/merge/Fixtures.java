package io.elbo4j.merge;

import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A linear regression of 24 rows for the merges' tests. */
final class Fixtures {

    static final int ROWS = 24;
    static final LinearProblem PROBLEM = LinearProblem.of(21, ROWS, 4);
    static final LinearNetwork NETWORK = new LinearNetwork(4, true, new GaussianFixedNoise(0.25));
    static final Target TARGET = new Target(NETWORK.layout(), GaussianPrior.isotropic(1.5), ROWS, new Elbo());
    static final MeanFieldUpdate ADAM = new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.05, 0, 1000));

    /** The gradient at the means, without noise and in double precision throughout, so that sums can be compared. */
    static final Estimator NOISELESS = (q, likelihood, batch, key) -> {
        double[] mean = new double[q.active()];
        double[] logSd = new double[q.active()];
        double logLik = 0;
        for (int r = 0; r < batch.rows(); r++) {
            double residual = batch.targets()[r] - q.mean()[4];
            for (int f = 0; f < 4; f++) {
                residual -= (double) q.mean()[f] * batch.features().dense()[4 * r + f];
            }
            logLik -= 0.5 * (Math.log(2 * Math.PI * 0.25) + residual * residual / 0.25);
            for (int f = 0; f < 5; f++) {
                double x = f < 4 ? batch.features().dense()[4 * r + f] : 1;
                mean[f] += residual * x / 0.25;
                logSd[f] -= f < 4 ? x * x * Math.pow(q.sd()[f], 2) / 0.25 : 0;
            }
        }
        return Sums.of(batch.rows(), logLik, mean, logSd);
    };

    private Fixtures() {}

    static MeanFieldState state(MeanFieldUpdate update) {
        SparseGaussian start = new InitialPosterior(0.5, 0.1).dense(NETWORK.layout(), Key.of(3));
        return update.initial(start, TARGET);
    }

    static Round<MeanFieldState> round(MeanFieldState state) {
        return new Round<>(4, state, Key.of(99));
    }

    static double[] numbers(Sums sums) {
        List<Double> numbers = new ArrayList<>(List.of(sums.rows(), sums.logLik()));
        for (double[] array : sums.arrays()) {
            Arrays.stream(array).forEach(numbers::add);
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double[] numbers(MeanFieldState state) {
        List<Double> numbers = new ArrayList<>(List.of((double) state.step()));
        List<float[]> arrays = new ArrayList<>(state.slots());
        arrays.add(state.posterior().mean());
        arrays.add(state.posterior().sd());
        for (float[] array : arrays) {
            for (float number : array) {
                numbers.add((double) number);
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
