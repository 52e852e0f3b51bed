package io.elbo4j.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {

    private static final ParameterBlock WEIGHT = new ParameterBlock("w", List.of(3, 2), 0, Role.WEIGHT, 2, 3, 0f);
    private static final ParameterBlock BIAS = new ParameterBlock("b", List.of(3), 6, Role.POINT, 1, 1, 0f);
    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(WEIGHT, BIAS));

    @Test
    void layout_knowsItsSizesAndBlocks() {
        assertEquals(9, LAYOUT.dimension());
        assertEquals(6, LAYOUT.weights());
        assertEquals(List.of(WEIGHT), LAYOUT.weightBlocks());
        assertEquals(WEIGHT, LAYOUT.at(5));
        assertEquals(BIAS, LAYOUT.at(6));
        assertThrows(IndexOutOfBoundsException.class, () -> LAYOUT.at(9));
        assertEquals(0, new ParameterLayout(List.of()).dimension());
    }

    @Test
    void of_gapOrOverlap_namesTheBlock() {
        for (int offset : new int[] {5, 7}) {
            ParameterBlock moved = new ParameterBlock("b", List.of(3), offset, Role.POINT, 1, 1, 0f);
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> new ParameterLayout(List.of(WEIGHT, moved)));
            assertTrue(String.valueOf(error.getMessage()).contains("block=b offset=" + offset + " expected=6"));
        }
    }

    @Test
    void layeredPrior_isFlatForAllButWeights() {
        LayeredPrior prior = new LayeredPrior(LAYOUT, GaussianPrior.isotropic(0.25));
        assertEquals(4, prior.precision(5), 0);
        assertEquals(0, prior.precision(6), 0);
        assertEquals(0, prior.mean(5), 0);
    }
}
