package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.conjugate.Forall;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SumsTest {

    @Test
    void plus_addsEverything_asANewValue() {
        Sums left = Sums.of(2, -3, new double[] {1, 2}, new double[] {5});
        Sums right = Sums.of(4, -1, new double[] {10, 20}, new double[] {50});
        assertEquals(Sums.of(6, -4, new double[] {11, 22}, new double[] {55}), left.plus(right));
        assertEquals(Sums.of(2, -3, new double[] {1, 2}, new double[] {5}), left);
    }

    @Test
    void plus_ofNone_changesNothing() {
        Sums some = Sums.of(2, -3, new double[] {1, 2});
        assertEquals(some, some.plus(Sums.NONE));
        assertEquals(some, Sums.NONE.plus(some));
        assertEquals(Sums.NONE, Sums.NONE.plus(Sums.NONE));
    }

    @Test
    void plus_ofOtherShapes_namesBothSizes() {
        Sums some = Sums.of(1, 0, new double[2]);
        IllegalArgumentException lengths =
                assertThrows(IllegalArgumentException.class, () -> some.plus(Sums.of(1, 0, new double[3])));
        assertEquals(
                "merge: dimension mismatch: left=2 right=3; were both shards built from the same network spec?",
                lengths.getMessage());
        assertThrows(IllegalArgumentException.class, () -> some.plus(Sums.of(1, 0, new double[2], new double[2])));
    }

    @Test
    void equality_isByValue() {
        assertEquals(Sums.of(1, 2, new double[] {3}), Sums.of(1, 2, new double[] {3}));
        assertEquals(
                Sums.of(1, 2, new double[] {3}).hashCode(),
                Sums.of(1, 2, new double[] {3}).hashCode());
        assertNotEquals(Sums.of(1, 2, new double[] {3}), Sums.of(1, 2, new double[] {4}));
        assertNotEquals(Sums.of(1, 2, new double[] {3}), Sums.of(1, 5, new double[] {3}));
        assertNotEquals(Sums.of(1, 2, new double[] {3}), Sums.of(9, 2, new double[] {3}));
    }

    @Test
    void plus_ofTwoSupports_isTheirUnion_andWhatIsMissingCountsAsZero() {
        Forall.seeds(20, seed -> {
            double[][] dense = new double[3][12];
            Sums[] sparse = new Sums[3];
            for (int s = 0; s < 3; s++) {
                Key key = Key.of(seed).fold(s);
                int[] support =
                        IntStream.range(0, 12).filter(i -> key.uniform(i) < 0.5).toArray();
                double[] values = new double[support.length];
                for (int k = 0; k < values.length; k++) {
                    values[k] = Math.rint(100 * key.gaussian(k));
                    dense[s][support[k]] = values[k];
                }
                sparse[s] = support.length == 0 ? Sums.of(1, 2) : Sums.over(support, 1, 2, values);
            }
            // Whole numbers: sums are exact in any order.
            Sums left = sparse[0].plus(sparse[1]).plus(sparse[2]);
            assertEquals(left, sparse[0].plus(sparse[1].plus(sparse[2])));
            assertEquals(left, sparse[2].plus(sparse[0]).plus(sparse[1]));
            assertEquals(left, Sums.NONE.plus(left));
            double[] found = new double[12];
            for (int k = 0; k < left.support().length; k++) {
                found[left.support()[k]] = left.arrays().get(0)[k];
            }
            for (int i = 0; i < 12; i++) {
                assertEquals(dense[0][i] + dense[1][i] + dense[2][i], found[i]);
            }
        });
    }

    @Test
    void plus_ofAPartAndOfEverything_isAnError() {
        Sums part = Sums.over(new int[] {3}, 1, 0, new double[] {1});
        assertThrows(IllegalArgumentException.class, () -> part.plus(Sums.of(1, 0, new double[] {1})));
    }
}
