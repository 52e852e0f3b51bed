package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Laws of an {@link Algorithm}.
 *
 * @param <S> the state
 * @param <U> a contribution
 */
public abstract class AlgorithmContract<S, U> {

    private static final int ROUNDS = 6;

    /** The algorithm under test. */
    protected abstract Algorithm<S, U> algorithm();

    /** The state before the first round. */
    protected abstract S initial();

    /** Data that the algorithm can learn from. */
    protected abstract List<Shard> shards();

    @Test
    void run_isAFunctionOfItsKey() {
        assertEquals(
                run(algorithm(), shards(), 0, ROUNDS, initial()), run(algorithm(), shards(), 0, ROUNDS, initial()));
    }

    @Test
    void run_learnsFromData() {
        assertNotEquals(initial(), run(algorithm(), shards(), 0, ROUNDS, initial()));
    }

    @Test
    void run_continued_equalsRunAtOnce() {
        S half = run(algorithm(), shards(), 0, 3, initial());
        assertEquals(run(algorithm(), shards(), 0, ROUNDS, initial()), run(algorithm(), shards(), 3, ROUNDS, half));
    }

    @Test
    void step_repeated_givesTheSameBits_andChangesNothing() {
        S state = run(algorithm(), shards(), 0, 2, initial());
        S copy = run(algorithm(), shards(), 0, 2, initial());
        for (int index = 0; index < ROUNDS; index++) {
            Round<S> round = new Round<>(index, state, Key.of(3));
            for (Shard shard : shards()) {
                assertEquals(
                        algorithm().step().run(round, shard), algorithm().step().run(round, shard));
            }
        }
        assertEquals(copy, state);
    }

    @Test
    void run_withoutRows_isTheIdentity() {
        List<Shard> empty = new ArrayList<>();
        for (Shard shard : shards()) {
            Batch none = shard.examples().slice(0, 0);
            empty.add(new Shard(shard.index(), shard.shards(), shard.totalRows(), none));
        }
        assertEquals(initial(), run(algorithm(), empty, 0, ROUNDS, initial()));
    }

    @Test
    void algorithmAndState_surviveSerialization() throws IOException, ClassNotFoundException {
        Algorithm<S, U> copy = copied(algorithm());
        assertEquals(
                run(algorithm(), shards(), 0, ROUNDS, initial()), run(copy, shards(), 0, ROUNDS, copied(initial())));
    }

    private S run(Algorithm<S, U> algorithm, List<Shard> shards, int from, int to, S start) {
        return new LocalRunner(shards).run(algorithm, start, from, to, Key.of(3), (round, outcome) -> true);
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <T> T copied(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
