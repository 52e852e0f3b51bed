package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Sgd;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAscentTest extends AlgorithmContract<ProgramState, Sums> {

    private static final Key KEY = Key.of(3);
    private static final Inference<Elbo> INFERENCE = new Inference<>(
            new PlateTest.Model(),
            new PlateTest.Guide(Strategy.REPARAMETERISED, Strategy.SCORE_FUNCTION_RUNNING_MEAN),
            new Elbo(),
            2);

    private static GradientAscent ascent(FirstOrder optimiser, double rate) {
        return GradientAscent.overRows(INFERENCE, optimiser, step -> rate, 2, 1);
    }

    @Override
    protected Algorithm<ProgramState, Sums> algorithm() {
        return SmallRuns.localAscent(6).algorithm();
    }

    @Override
    protected ProgramState initial() {
        return SmallRuns.localAscent(6).initial();
    }

    @Override
    protected List<Shard> shards() {
        return SmallRuns.PROBLEM.shards(2);
    }

    private static ProgramState run(
            GradientAscent ascent, Algorithm<ProgramState, Sums> algorithm, int shards, int rounds) {
        return new LocalRunner(List.of(Shard.split(SharedDrawsTest.ALL, shards)))
                .run(algorithm, ascent.initial(KEY, 1), 0, rounds, KEY, (round, outcome) -> true);
    }

    @Test
    void onePlainStep_isTheGradientOfAllShards() {
        GradientAscent ascent = ascent(new Sgd(0), 0.5);
        ProgramState summed = run(ascent, ascent.algorithm("plate"), 2, 3);
        ProgramState averaged = run(ascent, ascent.algorithm("plate", 1), 2, 3);
        assertArrayEquals(summed.theta(), averaged.theta(), 2e-6f);
    }

    @Test
    void oneShard_isAloneWithItsSteps() {
        GradientAscent ascent = ascent(new Adam(0.9, 0.999, 1e-8), 0.05);
        assertEquals(run(ascent, ascent.algorithm("plate"), 1, 6), run(ascent, ascent.algorithm("plate", 3), 1, 2));
    }

    @Test
    void parametersThatAreNotFinite_endTheRound() {
        GradientAscent wild = ascent(new Sgd(0), 1e30);
        Algorithm<ProgramState, Sums> algorithm = wild.algorithm("plate", 3);
        DivergedException error = assertThrows(DivergedException.class, () -> run(wild, algorithm, 2, 2));
        assertTrue(String.valueOf(error.getMessage()).contains("round=1"), error.getMessage());
    }
}
