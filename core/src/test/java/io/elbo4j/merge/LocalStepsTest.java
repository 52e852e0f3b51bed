package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batches;
import io.elbo4j.data.Shard;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Flipout;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.models.si.PathIntegral;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.BayesianGradientDescent;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps that share their arrays against steps of which each makes its own, bit by bit. */
class LocalStepsTest {

    private static final int STEPS = 7;
    private static final int ROWS = 5;
    private static final MeanFieldUpdate IVON = new Ivon(new Schedule(0.1, 0, 1000), 0.9, 0.99, 0.5, 10, true);

    @Test
    void from_isTheRuleStepByStep_andLeavesItsStartAsItWas() {
        for (MeanFieldUpdate update :
                List.of(IVON, Fixtures.ADAM, new PathIntegral(Fixtures.ADAM), new BayesianGradientDescent(1, 0.1))) {
            for (Estimator estimator : List.of(new Reparameterised(1), new Reparameterised(3), new Flipout(1))) {
                String what = update + " " + estimator;
                Round<MeanFieldState> round = Fixtures.round(Fixtures.state(update));
                double[] before = Fixtures.numbers(round.state());
                Shard shard = Fixtures.PROBLEM.shards(2).get(1);
                LocalSteps steps = new LocalSteps(Fixtures.NETWORK, estimator, update, ROWS, STEPS);
                LocalSteps.Taken taken = steps.from(round.state(), Fixtures.TARGET, round, shard);
                assertArrayEquals(before, Fixtures.numbers(round.state()), what);
                MeanFieldState alone = round.state();
                Batches batches = shard.batches(Stream.BATCHES.of(round.key()), ROWS);
                double logLik = 0;
                for (int i = 0; i < STEPS; i++) {
                    Key draw = Stream.NOISE.of(round.key()).fold(alone.step()).fold(shard.index());
                    Sums gradient =
                            estimator.gradient(alone.posterior(), Fixtures.NETWORK, batches.at(alone.step()), draw);
                    logLik += gradient.logLik() / gradient.rows();
                    alone = update.next(alone, gradient, Fixtures.TARGET);
                }
                assertArrayEquals(Fixtures.numbers(alone), Fixtures.numbers(taken.state()), what);
                assertEquals(logLik / STEPS, taken.logLik(), what);
            }
        }
    }
}
