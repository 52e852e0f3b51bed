package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A few rows that stand for many: Nguyen, Li, Bui and Turner, "Variational Continual Learning", arXiv 1710.10628v3, section 2.2.
 * Every shard names candidates, and of all candidates the rows are chosen.
 *
 * @param rows how many
 * @param centres whether each is the row farthest from those before it (k-centre, from row 0 on), or all are drawn by the key.
 *     Centres of a shard's centres are within twice the distance of those of all rows
 * @param key of the draw
 */
public record Coreset(int rows, boolean centres, Key key) implements Serializable {

    public Coreset {
        if (rows < 1) {
            throw new IllegalArgumentException("coreset: no rows: coreset.rows=" + rows + "; use at least 1");
        }
    }

    /**
     * Rows that may be chosen.
     *
     * @param numbers of the rows in the whole set, {@code [K]}
     * @param examples the rows themselves, where their places decide; else none
     */
    public record Candidates(long[] numbers, Batch examples) implements Serializable {}

    /** Of one shard. */
    public Candidates candidates(Shard shard) {
        Batch examples = shard.examples();
        int count = Math.min(rows, examples.rows());
        if (centres) {
            int[] chosen = centres(examples, count);
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = shard.globalRow(chosen[i]);
            }
            return new Candidates(numbers, examples.select(chosen));
        }
        long[] numbers = lowest(LongStream.range(0, examples.rows()).map(row -> shard.globalRow((int) row)), count);
        return new Candidates(numbers, examples.slice(0, 0));
    }

    /** The numbers of the chosen rows, ascending. */
    public long[] chosen(List<Candidates> byShard) {
        if (!centres) {
            long[] drawn = lowest(byShard.stream().flatMapToLong(part -> LongStream.of(part.numbers())), rows);
            return LongStream.of(drawn).sorted().toArray();
        }
        List<Features> features = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        for (Candidates part : byShard) {
            features.add(part.examples().features());
            LongStream.of(part.numbers()).forEach(numbers::add);
        }
        int width = byShard.get(0).examples().width();
        Batch all = new Batch(Features.concatenated(features, width, false), new float[numbers.size()]);
        return Arrays.stream(centres(all, Math.min(rows, numbers.size())))
                .mapToLong(numbers::get)
                .sorted()
                .toArray();
    }

    private long[] lowest(LongStream numbers, int count) {
        return numbers.boxed()
                .sorted(Comparator.<Long>comparingLong(key::bits).thenComparing(number -> number))
                .limit(count)
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Greedily, each the farthest from those chosen before; the first is row 0. */
    private static int[] centres(Batch examples, int count) {
        int width = examples.width();
        float[] all = examples.features().dense();
        double[] nearest = new double[examples.rows()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int[] chosen = new int[count];
        int next = 0;
        for (int i = 0; i < count; i++) {
            chosen[i] = next;
            int farthest = 0;
            for (int row = 0; row < nearest.length; row++) {
                nearest[row] = Math.min(nearest[row], squaredDistance(all, row * width, chosen[i] * width, width));
                if (nearest[row] > nearest[farthest]) {
                    farthest = row;
                }
            }
            next = farthest;
        }
        return chosen;
    }

    private static double squaredDistance(float[] all, int left, int right, int width) {
        float sum = 0;
        for (int f = 0; f < width; f++) {
            float gap = all[left + f] - all[right + f];
            sum += gap * gap;
        }
        return sum;
    }
}
