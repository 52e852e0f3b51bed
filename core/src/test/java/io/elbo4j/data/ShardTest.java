package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardTest {

    @Test
    void split_dealsRowsInTurn() {
        for (int shards : new int[] {1, 3, 7, 40}) {
            int seen = 0;
            for (Shard shard : Shard.split(numbered(23), shards)) {
                assertEquals(23, shard.totalRows());
                assertEquals(shards, shard.shards());
                for (int r = 0; r < shard.examples().rows(); r++) {
                    assertEquals(shard.globalRow(r), (long) shard.examples().targets()[r]);
                    assertEquals(
                            (float) (shard.globalRow(r) * 2),
                            shard.examples().features().dense()[2 * r]);
                    assertEquals(shard.index(), shard.globalRow(r) % shards);
                    seen++;
                }
            }
            assertEquals(23, seen);
        }
    }

    @Test
    void batches_ofAPass_holdNoRowTwice_andPassesDiffer() {
        Forall.seeds(10, seed -> {
            Shard shard = new Shard(2, 5, 1000, numbered(23));
            Set<String> passes = new HashSet<>();
            for (int pass = 0; pass < 20; pass++) {
                Set<Float> rows = new HashSet<>();
                StringBuilder order = new StringBuilder();
                for (int b = 0; b < 4; b++) {
                    Batch batch = shard.batches(Key.of(seed), 5).at(4L * pass + b);
                    assertEquals(5, batch.rows());
                    for (int r = 0; r < 5; r++) {
                        assertTrue(rows.add(batch.targets()[r]), "row twice in pass " + pass);
                        assertEquals(2 * batch.targets()[r], batch.features().dense()[2 * r]);
                        order.append(batch.targets()[r]).append(' ');
                    }
                }
                assertTrue(passes.add(order.toString()), "pass " + pass + " repeats an order");
            }
        });
    }

    @Test
    void batches_overManyPasses_drawEveryRowEquallyOften() {
        Shard shard = new Shard(0, 1, 23, numbered(23));
        int passes = 5000;
        int[] counts = new int[23];
        for (int step = 0; step < 4 * passes; step++) {
            for (float row : shard.batches(Key.of(1), 5).at(step).targets()) {
                counts[(int) row]++;
            }
        }
        double share = 20.0 / 23;
        for (int count : counts) {
            assertEquals(passes * share, count, 4.5 * Math.sqrt(passes * share * (1 - share)));
        }
    }

    @Test
    void batch_isAFunctionOfKeyStepAndShard() {
        Shard shard = new Shard(1, 4, 100, numbered(25));
        Batches batches = shard.batches(Key.of(3), 5);
        Batch once = batches.at(17);
        batches.at(2);
        assertEquals(once, batches.at(17));
        assertEquals(once, shard.batches(Key.of(3), 5).at(17));
        assertNotEquals(once, shard.batches(Key.of(4), 5).at(17));
        assertNotEquals(once, shard.batches(Key.of(3), 5).at(18));
        assertNotEquals(
                once, new Shard(2, 4, 100, numbered(25)).batches(Key.of(3), 5).at(17));
    }

    @Test
    void batch_ofTheWholeShard_holdsEveryRow() {
        float[] targets =
                new Shard(0, 1, 9, numbered(9)).batches(Key.of(2), 9).at(3).targets();
        Arrays.sort(targets);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, targets);
    }

    @Test
    void batch_largerThanItsShard_isAClearError() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new Shard(3, 4, 100, numbered(9)).batches(Key.of(1), 10).at(0));
        assertEquals(
                "batch larger than a shard: train.batch=10 shard=3 rows=9; lower train.batch or cluster.shards",
                error.getMessage());
    }

    @Test
    void of_indexOutOfRange_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Shard(4, 4, 9, numbered(9)));
        assertThrows(IllegalArgumentException.class, () -> new Shard(-1, 4, 9, numbered(9)));
        assertThrows(IllegalArgumentException.class, () -> new Shard(0, 4, 8, numbered(9)));
        assertThrows(IllegalArgumentException.class, () -> new Batch(new float[5], new float[2], 2));
        assertThrows(IllegalArgumentException.class, () -> new Batch(new float[0], new float[0], 0));
    }

    @Test
    void selectAndSlice_takeTheNamedRows() {
        Batch all = numbered(6);
        assertEquals(all.select(new int[] {2, 3, 4}), all.slice(2, 5));
        assertArrayEquals(new float[] {5, 0}, all.select(new int[] {5, 0}).targets());
        assertEquals(0, all.slice(3, 3).rows());
        assertEquals(all.hashCode(), all.slice(0, 6).hashCode());
    }

    /** Row r holds target r and features 2r, −r. */
    private static Batch numbered(int rows) {
        float[] features = new float[2 * rows];
        float[] targets = new float[rows];
        for (int r = 0; r < rows; r++) {
            targets[r] = r;
            features[2 * r] = 2 * r;
            features[2 * r + 1] = -r;
        }
        return new Batch(features, targets, 2);
    }
}
