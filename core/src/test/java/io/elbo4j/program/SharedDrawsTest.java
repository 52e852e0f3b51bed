package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.codec.Codec;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.objective.Objective;
import io.elbo4j.objective.Renyi;
import io.elbo4j.optim.Sgd;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link PlateTest}'s rows, whose mean all shards draw together. */
class SharedDrawsTest extends AlgorithmContract<ProgramState, Sums> {

    private static final Key KEY = Key.of(3);
    static final Batch ALL = all();

    private static Batch all() {
        float[] x = new float[PlateTest.Y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = PlateTest.Y[i] - 1;
        }
        return new Batch(x, PlateTest.Y, 1);
    }

    private static <O extends Objective> Inference<O> inference(O objective, Strategy global) {
        Program guide = new PlateTest.Guide(global, Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT);
        return new Inference<>(new PlateTest.Model(), guide, objective, 4, 2);
    }

    private static SharedDraws shared(Inference<?> inference, int rowsAtOnce) {
        return SharedDraws.overRows(inference, new Sgd(0), step -> 1, rowsAtOnce, 1);
    }

    @Override
    protected Algorithm<ProgramState, Sums> algorithm() {
        return SmallRuns.sharedDraws(6).algorithm();
    }

    @Override
    protected ProgramState initial() {
        return SmallRuns.sharedDraws(6).initial();
    }

    @Override
    protected List<Shard> shards() {
        return SmallRuns.PROBLEM.shards(2);
    }

    private static ProgramState after(SharedDraws shared, int shards, int rounds) {
        return new LocalRunner(List.of(Shard.split(ALL, shards)))
                .run(shared.algorithm("shared"), shared.initial(KEY, 1), 0, rounds, KEY, (round, outcome) -> true);
    }

    @Test
    void gradient_overShards_isThatOfAllRows_withTheSameDraws() {
        List<Inference<?>> inferences = List.of(
                inference(new Iwelbo(), Strategy.REPARAMETERISED),
                inference(new Renyi(0.5), Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT));
        for (Inference<?> inference : inferences) {
            float[] before = shared(inference, 8).initial(KEY, 1).theta();
            Key noise = Stream.NOISE.of(KEY).fold(0);
            float[] exact =
                    inference.estimate(before, Minibatch.all(ALL), noise).gradient();
            float[] moved = after(shared(inference, 2), 3, 2).theta();
            for (int i = 0; i < moved.length; i++) {
                double found = (double) PlateTest.Y.length * (moved[i] - before[i]);
                String what = inference.objective() + " parameter " + i;
                assertEquals(exact[i], found, 1e-5 * Math.max(1, Math.abs(exact[i])), what);
            }
        }
    }

    @Test
    void shards_byThemselves_wouldMissTheBound() {
        // The same draws, but each shard with weights of its own rows: no bound of all of them.
        Inference<Iwelbo> inference = inference(new Iwelbo(), Strategy.REPARAMETERISED);
        float[] theta = shared(inference, 8).initial(KEY, 1).theta();
        double whole = inference.value(theta, Minibatch.all(ALL), KEY);
        double apart = 0;
        for (Shard shard : Shard.split(ALL, 2)) {
            apart += inference.value(theta, Minibatch.all(shard.examples()), KEY);
        }
        assertTrue(Math.abs(apart - whole) > 0.1, whole + " " + apart);
    }

    @Test
    void codec_keepsTheMiddleOfAStep() {
        ProgramState middle = after(shared(inference(new Iwelbo(), Strategy.REPARAMETERISED), 4), 2, 3);
        assertEquals(8, middle.logWeights().length);
        Codec<ProgramState> codec = ProgramStateCodec.INSTANCE;
        assertEquals(middle, codec.decode(codec.encode(middle), codec.version()));
    }

    @Test
    void objectivesThatAddUp_areSentWhereTheyAreCheaper() {
        Inference<Elbo> inference = inference(new Elbo(), Strategy.REPARAMETERISED);
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> shared(inference, 8));
        assertTrue(String.valueOf(error.getMessage()).contains("GradientAscent.overRows"), error.getMessage());
    }
}
