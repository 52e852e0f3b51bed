package io.elbo4j.algorithm;

import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every shard in turn on the calling thread: for tests, small data and the debugger.
 *
 * @param shards in order of their index
 */
public record LocalRunner(List<Shard> shards) implements Runner {

    public LocalRunner {
        shards = List.copyOf(shards);
    }

    @Override
    public <S, U> S run(Algorithm<S, U> algorithm, S initial, int from, int to, Key key, RoundListener<S> listener) {
        S state = initial;
        for (int index = from; index < to; index++) {
            Round<S> round = new Round<>(index, state, key);
            Round<S> told = new Round<>(index, algorithm.step().told(round), key);
            List<U> contributions = new ArrayList<>();
            for (Shard shard : shards) {
                contributions.add(algorithm.step().run(told, shard));
            }
            Outcome<S> outcome;
            try {
                outcome = algorithm.merge().finish(round, OrderedFold.of(algorithm.merge(), contributions));
            } catch (DivergedException e) {
                throw e.of(OrderedFold.notFinite(algorithm.merge(), contributions, 1));
            }
            state = outcome.state();
            if (!listener.completed(index, outcome)) {
                break;
            }
        }
        return state;
    }
}
