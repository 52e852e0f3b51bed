package io.elbo4j.models.mfvi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Flipout;
import io.elbo4j.estimator.LocalReparameterised;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.merge.WeightedMean;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stochastic mean-field on conjugate data: means within 0.15 posterior sd, variances within 15 % of the optimum. */
class MfviTest extends AlgorithmContract<MeanFieldState, Sums> {

    private static final int ROWS = 200;
    private static final int INPUTS = 5;
    private static final int STEPS = 3000;
    private static final LinearNetwork NETWORK = new LinearNetwork(INPUTS, false, new GaussianFixedNoise(0.25));
    private static final Target TARGET = new Target(NETWORK.layout(), GaussianPrior.isotropic(1.5), ROWS, new Elbo());
    private static final MeanFieldUpdate ADAM =
            new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.03, 0, STEPS));

    @Override
    protected Algorithm<MeanFieldState, Sums> algorithm() {
        return SmallRuns.weightedMean(4).algorithm();
    }

    @Override
    protected MeanFieldState initial() {
        return SmallRuns.weightedMean(4).initial();
    }

    @Override
    protected List<Shard> shards() {
        return SmallRuns.PROBLEM.shards(5);
    }

    @Test
    void adam_withEachEstimator_findsTheOptimum() {
        for (Estimator estimator : List.of(new Reparameterised(2), new LocalReparameterised(1), new Flipout(1))) {
            findsTheOptimum(new GradientSum(NETWORK, estimator, ADAM, TARGET, 20), ADAM);
        }
    }

    @Test
    void momentum_findsTheOptimum() {
        MeanFieldUpdate momentum = new GradientUpdate(new Sgd(0.9), new Schedule(0.04, 0, STEPS));
        findsTheOptimum(new GradientSum(NETWORK, new LocalReparameterised(1), momentum, TARGET, 20), momentum);
    }

    @Test
    void ivon_findsTheOptimum() {
        MeanFieldUpdate ivon = new Ivon(new Schedule(0.2, 0, STEPS), 0.9, 0.998, 1, 10, true);
        findsTheOptimum(new GradientSum(NETWORK, new Reparameterised(2), ivon, TARGET, 20), ivon);
    }

    @Test
    void localSteps_thenAveraging_findTheOptimum() {
        MeanFieldRound rounds = new WeightedMean(NETWORK, new LocalReparameterised(1), ADAM, TARGET, 20, 5);
        findsTheOptimum(rounds, ADAM);
    }

    private static void findsTheOptimum(MeanFieldRound rounds, MeanFieldUpdate update) {
        Forall.seeds(3, seed -> {
            LinearProblem problem = LinearProblem.of(seed, ROWS, INPUTS);
            SparseGaussian start = new InitialPosterior(0.3, 0.1).dense(NETWORK.layout(), Key.of(seed));
            SparseGaussian q = new LocalRunner(problem.shards(4))
                    .run(
                            Mfvi.of(rounds),
                            update.initial(start, TARGET),
                            0,
                            STEPS / rounds.stepsPerRound(),
                            Key.of(seed),
                            (round, outcome) -> true)
                    .posterior();
            double[] mean = problem.mean();
            double[] variance = problem.meanFieldVariance();
            for (int i = 0; i < INPUTS; i++) {
                double sd = Math.sqrt(variance[i]);
                assertEquals(
                        mean[i],
                        q.mean()[i],
                        0.15 * sd,
                        "mean " + i + " of " + rounds.getClass().getSimpleName());
                double ratio = Math.pow(q.sd()[i], 2) / variance[i];
                assertEquals(1, ratio, 0.15, "variance " + i);
            }
        });
    }
}
