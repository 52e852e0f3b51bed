package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is done to sparse rows is what is done to the same rows written out. */
class SparseFeaturesTest {

    private static final int WIDTH = 6;

    @Test
    void select_slice_andConcatenated_areThoseOfDenseRows() {
        Forall.seeds(20, seed -> {
            int rows = 1 + (int) (seed % 7);
            DenseFeatures dense = new DenseFeatures(numbers(seed, rows), WIDTH);
            SparseFeatures sparse = RowsOf.sparse(dense.values(), WIDTH);
            assertArrayEquals(dense.values(), RowsOf.dense(sparse));
            int[] order = Key.of(seed).fold(2).permutation(rows);
            assertArrayEquals(dense.select(order).values(), RowsOf.dense(sparse.select(order)));
            int from = rows / 3;
            assertArrayEquals(dense.slice(from, rows).values(), RowsOf.dense(sparse.slice(from, rows)));
            List<Features> parts = List.of(sparse.slice(0, from), sparse.slice(from, from), sparse.slice(from, rows));
            assertEquals(sparse, Features.concatenated(parts, WIDTH, true));
            assertEquals(
                    dense, Features.concatenated(List.of(dense.slice(0, from), dense.slice(from, rows)), WIDTH, false));
        });
        assertEquals(0, Features.concatenated(List.of(), WIDTH, true).rows());
        assertEquals(0, Features.concatenated(List.of(), WIDTH, false).rows());
    }

    @Test
    void standardisation_leavesThemAlone_orSaysWhyItCannot() {
        SparseFeatures sparse = RowsOf.sparse(numbers(3, 4), WIDTH);
        Batch batch = new Batch(sparse, new float[] {1, 2, 3, 4});
        Batch targets = new Standardisation(WIDTH, new double[] {0}, new double[] {1}, 2, 2).apply(batch);
        assertEquals(sparse, targets.features());
        assertArrayEquals(new float[] {-0.5f, 0, 0.5f, 1}, targets.targets());
        Standardisation centring = new Standardisation(WIDTH, new double[] {1}, new double[] {1}, 0, 1);
        String refusal = assertThrows(IllegalArgumentException.class, () -> centring.apply(batch))
                .getMessage();
        assertTrue(String.valueOf(refusal).startsWith("features: this needs dense rows: rows=4 width=6"), refusal);
        assertEquals(0, Moments.ofFeatures(batch).columns());
    }

    @Test
    void of_whatIsNotCompressedRows_isAnError() {
        float[] two = new float[2];
        refuses(0, new int[] {0, 0}, new int[0], new float[0]);
        refuses(3, new int[] {0, 2}, new int[] {1, 1}, two);
        refuses(3, new int[] {0, 2}, new int[] {1, 3}, two);
        refuses(3, new int[] {0, 2}, new int[] {-1, 0}, two);
        refuses(3, new int[] {0, 1}, new int[] {0, 1}, two);
        refuses(3, new int[] {0, 3, 2}, new int[] {0, 1}, two);
        refuses(3, new int[0], new int[0], new float[0]);
        refuses(3, new int[] {0, 2}, new int[] {0, 1}, new float[1]);
    }

    private static void refuses(int width, int[] from, int[] column, float[] value) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new SparseFeatures(width, from, column, value));
        assertTrue(String.valueOf(e.getMessage()).startsWith("features: not compressed rows: "), e.getMessage());
    }

    private static float[] numbers(long seed, int rows) {
        float[] numbers = new float[rows * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    Key.of(seed).uniform(i) < 0.4 ? (float) Key.of(seed).fold(1).gaussian(i) : 0;
        }
        return numbers;
    }
}
