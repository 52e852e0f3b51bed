package io.elbo4j.spark.io;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Cuts each block of a part into one piece for each shard that takes rows of it. */
final class ShardPieces implements Iterator<Tuple2<Integer, RowBlock>> {

    private final Iterator<RowBlock> blocks;
    private final RowSelection selection;
    private final int shards;
    private final ArrayDeque<Tuple2<Integer, RowBlock>> ready = new ArrayDeque<>();
    private long row;
    private long rank;

    /**
     * @param row global index of the part's first row
     * @param rank how many selected rows lie before it
     */
    ShardPieces(Iterator<RowBlock> blocks, RowSelection selection, int shards, long row, long rank) {
        this.blocks = blocks;
        this.selection = selection;
        this.shards = shards;
        this.row = row;
        this.rank = rank;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && blocks.hasNext()) {
            cut(blocks.next());
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, RowBlock> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void cut(RowBlock block) {
        int rows = block.rows().rows();
        int[] selected = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (selection.contains(row + i)) {
                selected[count++] = i;
            }
        }
        for (int offset = 0; offset < Math.min(shards, count); offset++) {
            int[] chosen = new int[(count - offset + shards - 1) / shards];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = selected[offset + i * shards];
            }
            int shard = (int) ((rank + offset) % shards);
            ready.add(
                    new Tuple2<>(shard, new RowBlock(rank + offset, block.rows().select(chosen), "")));
        }
        row += rows;
        rank += count;
    }
}
