package io.elbo4j.spark.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What every way of reading has in common. */
final class ShardAssert {

    private ShardAssert() {}

    /** The table's shards are those of {@link Shard#split}, for each number of shards, one a partition. */
    static void assertShards(Batch expected, Table table, int... counts) {
        assertEquals(expected.rows(), table.rows());
        for (int count : counts) {
            Shards shards = table.shards(RowSelection.ALL, count);
            assertEquals(count, shards.count());
            assertEquals(List.of(Shard.split(expected, count)), shards.rdd().collect());
            assertEquals(expected, shards.collected());
            List<Integer> perPartition = shards.rdd().glom().map(List::size).collect();
            assertEquals(List.of(1), perPartition.stream().distinct().toList());
            shards.unpersist();
        }
    }

    /** The message of the data exception that must come. */
    static String failure(Executable work) {
        String message = assertThrows(DataException.class, work).getMessage();
        return String.valueOf(message);
    }
}
