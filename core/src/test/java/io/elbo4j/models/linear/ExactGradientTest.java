package io.elbo4j.models.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactGradientTest extends AlgorithmContract<LinearState, Sums> {

    private static final LinearSpec SPEC = new LinearSpec(false, false, 0.25, 1.5);
    private static final LinearProblem PROBLEM = LinearProblem.of(2, 40, 4);

    @Override
    protected Algorithm<LinearState, Sums> algorithm() {
        return LinearRegression.exactGradient(SPEC);
    }

    @Override
    protected LinearState initial() {
        return LinearRegression.initial(SPEC, 4);
    }

    @Override
    protected List<Shard> shards() {
        return PROBLEM.shards(6);
    }

    @Test
    void run_findsTheMeanFieldOptimum_alsoOfIllConditionedData() {
        for (double condition : new double[] {1, 100, 1000}) {
            Forall.seeds(10, seed -> {
                LinearProblem problem = LinearProblem.scaled(seed, 120, 6, condition);
                DiagonalGaussian posterior =
                        (DiagonalGaussian) run(problem.shards(5), LinearRegression.initial(SPEC, 6), 1000)
                                .posterior();
                assertArrayEquals(problem.mean(), posterior.mean(), 1e-6, "condition " + condition);
                double[] variance = problem.meanFieldVariance();
                for (int i = 0; i < 6; i++) {
                    assertEquals(variance[i], posterior.variance()[i], 1e-10 * variance[i]);
                }
            });
        }
    }

    @Test
    void elbo_equalsThatOfTheClosedForm() {
        LinearState exact = new LocalRunner(PROBLEM.shards(3))
                .run(LinearRegression.closedForm(SPEC), initial(), 0, 1, Key.of(1), (round, outcome) -> true);
        assertEquals(exact.elbo(), run(PROBLEM.shards(7), initial(), 200).elbo(), 1e-9);
    }

    @Test
    void run_afterItHasConverged_stays() {
        LinearState converged = run(shards(), initial(), 300);
        LinearState later = run(shards(), converged, 20);
        assertArrayEquals(LinearElbo.mean(converged.posterior()), LinearElbo.mean(later.posterior()), 1e-12);
    }

    @Test
    void run_ofShardsInAnyPartition_agrees() {
        Forall.seeds(5, seed -> {
            LinearState one = run(PROBLEM.shards(1), initial(), 40);
            LinearState many = run(PROBLEM.randomShards(9, Key.of(seed)), initial(), 40);
            assertArrayEquals(LinearElbo.mean(one.posterior()), LinearElbo.mean(many.posterior()), 1e-9);
            assertEquals(one.elbo(), many.elbo(), 1e-9);
        });
    }

    @Test
    void run_ofNonFiniteData_divergesInThatRound() {
        Batch bad = new Batch(new float[] {1, Float.NaN}, new float[] {0, 0}, 1);
        DivergedException error = assertThrows(
                DivergedException.class, () -> run(List.of(Shard.split(bad, 1)), LinearRegression.initial(SPEC, 1), 3));
        assertEquals(0, error.round());
        assertTrue(String.valueOf(error.getMessage()).startsWith("training diverged: round=1"));
    }

    private static LinearState run(List<Shard> shards, LinearState start, int rounds) {
        return new LocalRunner(shards)
                .run(LinearRegression.exactGradient(SPEC), start, 0, rounds, Key.of(1), (round, outcome) -> true);
    }
}
