package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
