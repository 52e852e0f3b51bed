package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.codec.Codec;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientAscentTest extends AlgorithmContract<ProgramState, Sums> {

    private static final Inference<Elbo> INFERENCE = new Inference<>(
            new PlateTest.Model(),
            new PlateTest.Guide(Strategy.REPARAMETERISED, Strategy.SCORE_FUNCTION_RUNNING_MEAN),
            new Elbo(),
            2);

    private static GradientAscent ascent(int batchRows) {
        return GradientAscent.overRows(INFERENCE, new Adam(0.9, 0.999, 1e-8), step -> 0.05, batchRows, 1);
    }

    private static List<Shard> split(int shards) {
        float[] x = new float[PlateTest.Y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = PlateTest.Y[i] - 1;
        }
        return List.of(Shard.split(new Batch(x, PlateTest.Y, 1), shards));
    }

    @Override
    protected Algorithm<ProgramState, Sums> algorithm() {
        return ascent(2).algorithm("plate");
    }

    @Override
    protected ProgramState initial() {
        return ascent(2).initial(Key.of(3), 1);
    }

    @Override
    protected List<Shard> shards() {
        return split(2);
    }

    private static ProgramState trained(int shards, int batchRows) {
        GradientAscent ascent = ascent(batchRows);
        return new LocalRunner(split(shards))
                .run(
                        ascent.algorithm("plate"),
                        ascent.initial(Key.of(3), 1),
                        0,
                        10,
                        Key.of(3),
                        (round, outcome) -> true);
    }

    @Test
    void twoShards_areOne() {
        float[] one = trained(1, 8).theta();
        float[] two = trained(2, 4).theta();
        for (int i = 0; i < one.length; i++) {
            assertEquals(one[i], two[i], 1e-5 * Math.max(1, Math.abs(one[i])), "parameter " + i);
        }
    }

    @Test
    void codec_keepsTheState() {
        ProgramState state = trained(2, 2);
        Codec<ProgramState> codec = ProgramStateCodec.INSTANCE;
        assertEquals(state, codec.decode(codec.encode(state), codec.version()));
    }
}
