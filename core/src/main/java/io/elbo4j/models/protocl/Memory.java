package io.elbo4j.models.protocl;

import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sample of the rows seen, by class: of each class those with the lowest ranks, as many as it has room for. A rank is a uniform random
 * number that a row keeps for ever, so the sample of a union is the sample of the samples, whatever the order, and each row of a class
 * is as likely to be in it as any other.
 *
 * @param room most rows of each class, {@code [C]}; empty for no rows at all
 * @param ranks in [0, 1), {@code [M]}; ascending within a class
 * @param rows dense and on the scale of training, by class
 */
public record Memory(int[] room, double[] ranks, Batch rows) implements Serializable {

    /** Nothing. */
    static final Memory NONE = new Memory(new int[0], new double[0], new Batch(new float[0], new float[0], 1));

    public Memory {
        if (ranks.length != rows.rows()) {
            throw new IllegalArgumentException("memory: sizes do not agree: ranks=" + ranks.length + " rows="
                    + rows.rows() + "; each row has a rank");
        }
    }

    /**
     * The sample of some rows.
     *
     * @throws IllegalArgumentException for sparse rows, which are not kept
     */
    static Memory of(int[] room, double[] ranks, Batch rows) {
        int[] order = IntStream.range(0, ranks.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> rows.targets()[i])
                        .thenComparingDouble(i -> ranks[i]))
                .mapToInt(i -> i)
                .toArray();
        int[] left = room.clone();
        int count = 0;
        for (int row : order) {
            if (left[(int) rows.targets()[row]]-- > 0) {
                order[count++] = row;
            }
        }
        int[] kept = Arrays.copyOf(order, count);
        DenseFeatures all = new DenseFeatures(rows.features().dense(), rows.width());
        Batch dense = new Batch(all, rows.targets());
        return new Memory(room, Arrays.stream(kept).mapToDouble(i -> ranks[i]).toArray(), dense.select(kept));
    }

    /** The sample of both; of nothing and another, the other. */
    Memory with(Memory other) {
        if (room.length == 0 || other.room.length == 0) {
            return room.length == 0 ? other : this;
        }
        if (!Arrays.equals(room, other.room)) {
            throw new IllegalArgumentException("memory: samples of different sizes: left=" + Arrays.toString(room)
                    + " right=" + Arrays.toString(other.room) + "; were both made in one round?");
        }
        return within(room, other);
    }

    /** The sample of this size of both. */
    Memory within(int[] newRoom, Memory other) {
        if (rows.rows() == 0 || other.rows.rows() == 0) {
            Memory some = rows.rows() == 0 ? other : this;
            return of(newRoom, some.ranks, some.rows);
        }
        double[] both = Arrays.copyOf(ranks, ranks.length + other.ranks.length);
        System.arraycopy(other.ranks, 0, both, ranks.length, other.ranks.length);
        return of(newRoom, both, Batch.concatenated(List.of(rows, other.rows), rows.width(), false));
    }

    /**
     * How the room is shared: as evenly as the rows at hand allow, the classes of lower number first where it does not come out even.
     *
     * @param rows at hand, of each class
     * @param capacity of the whole memory
     */
    static int[] shares(double[] rows, int capacity) {
        int[] shares = new int[rows.length];
        int left = capacity;
        for (boolean grew = true; left > 0 && grew; ) {
            long open = IntStream.range(0, rows.length)
                    .filter(c -> shares[c] < rows[c])
                    .count();
            int each = (int) Math.max(1, left / Math.max(1, open));
            grew = false;
            for (int c = 0; c < rows.length && left > 0; c++) {
                int more = (int) Math.min(Math.min(each, left), rows[c] - shares[c]);
                shares[c] += more;
                left -= more;
                grew |= more > 0;
            }
        }
        return shares;
    }

    /** Rows kept of each of so many classes. */
    double[] counts(int classes) {
        return ClassSums.counted(classes, rows.targets());
    }

    /** Numbers kept: features, targets and ranks. */
    public long bytes() {
        return (long) rows.rows() * ((long) rows.width() * Float.BYTES + Float.BYTES + Double.BYTES);
    }

    /** The features, {@code [M, F]}. */
    float[] features() {
        return rows.features().dense();
    }

    /** From what a store has. */
    static Memory of(int[] room, double[] ranks, float[] features, float[] targets, int width) {
        return new Memory(room, ranks, new Batch(new DenseFeatures(features, width), targets));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Memory that
                && Arrays.equals(room, that.room)
                && Arrays.equals(ranks, that.ranks)
                && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ranks) + Arrays.hashCode(room);
    }

    @Override
    public String toString() {
        return "Memory[rows=" + rows.rows() + ", room=" + Arrays.toString(room) + "]";
    }
}
