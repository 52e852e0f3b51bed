package io.elbo4j.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.models.ssvi.SsviState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixtureRoundsTest extends AlgorithmContract<Components<SsviState>, Components<Sums>> {

    private static final SmallRuns.Start<SsviState, Sums> ONE = SmallRuns.sparse(4);
    private static final Key KEY = Key.of(17);

    @Override
    protected Algorithm<Components<SsviState>, Components<Sums>> algorithm() {
        return SmallRuns.mixture(4).algorithm();
    }

    @Override
    protected Components<SsviState> initial() {
        return SmallRuns.mixture(4).initial();
    }

    @Override
    protected List<Shard> shards() {
        return SmallRuns.PROBLEM.shards(3);
    }

    @Test
    void components_haveTheBitsOfTrainingsAlone() {
        List<Map<String, Double>> told = new ArrayList<>();
        Components<SsviState> together = new LocalRunner(shards())
                .run(algorithm(), initial(), 0, 6, KEY, (round, outcome) -> told.add(outcome.diagnostics()));
        List<Map<String, Double>> sums = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            SsviState alone = new LocalRunner(shards())
                    .run(ONE.algorithm(), ONE.initial(), 0, 6, MixtureRounds.key(KEY, c), (round, outcome) -> {
                        if (sums.size() <= round) {
                            sums.add(new LinkedHashMap<>());
                        }
                        outcome.diagnostics()
                                .forEach((name, value) -> sums.get(round).merge(name, value, Double::sum));
                        return true;
                    });
            assertEquals(alone, together.each().get(c), "component " + c);
        }
        assertNotEquals(together.each().get(0), together.each().get(1));
        for (int round = 0; round < 6; round++) {
            Map<String, Double> both = sums.get(round);
            both.replaceAll((name, sum) -> name.endsWith("Weights") ? sum : sum / 2);
            assertEquals(both, told.get(round), "round " + round);
        }
    }

    @Test
    void contribution_thatIsNotFiniteInOneComponent_isNotFinite() {
        MixtureRounds<SsviState, Sums> rounds =
                (MixtureRounds<SsviState, Sums>) algorithm().merge();
        Round<Components<SsviState>> round = new Round<>(0, initial(), KEY);
        Components<Sums> good = rounds.run(round, shards().get(0));
        assertTrue(rounds.isFinite(good));
        Sums one = good.each().get(1);
        Sums bad = new Sums(one.rows(), Double.NaN, one.support(), one.arrays());
        assertFalse(rounds.isFinite(new Components<>(List.of(good.each().get(0), bad))));
    }

    @Test
    void codec_ofADamagedCount_isAClearError() {
        for (long count : new long[] {0, -1, Long.MAX_VALUE}) {
            Parts parts = new Parts();
            algorithm()
                    .state()
                    .encode(initial())
                    .values()
                    .forEach((name, value) -> parts.put(name, name.equals("components") ? (Object) count : value));
            String message = assertThrows(
                            CorruptModelException.class,
                            () -> algorithm()
                                    .state()
                                    .decode(parts, algorithm().state().version()))
                    .getMessage();
            assertTrue(String.valueOf(message).contains("components=" + count), message);
        }
    }
}
