package io.elbo4j.models.ssvi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {

    /** 784-400-400-10. */
    private static final List<ParameterBlock> MLP = layers(List.of(400, 784), List.of(400, 400), List.of(10, 400));

    private static final List<ParameterBlock> LENET =
            layers(List.of(6, 1, 5, 5), List.of(16, 6, 5, 5), List.of(120, 400), List.of(84, 120), List.of(10, 84));

    @Test
    void uniform_roundsTheZerosDown_asPublished() {
        int[] active = Allocation.UNIFORM.activePerLayer(MLP, 0.1, false);
        assertArrayEquals(new int[] {31_360, 16_000, 400}, active);
        // floor(0.9 · 7) = 6 zeros leave 1; floor(0.9 · 15) = 13 leave 2.
        assertArrayEquals(
                new int[] {1, 2}, Allocation.UNIFORM.activePerLayer(layers(List.of(7, 1), List.of(15, 1)), 0.1, false));
    }

    @Test
    void erdosRenyi_keepsTheBudget_andGivesThinLayersMore() {
        for (List<ParameterBlock> layers : List.of(MLP, LENET)) {
            int total = layers.stream().mapToInt(ParameterBlock::size).sum();
            for (double density : new double[] {0.01, 0.05, 0.1, 0.5, 0.9, 1}) {
                int[] active = Allocation.ERDOS_RENYI.activePerLayer(layers, density, false);
                int used = Arrays.stream(active).sum();
                String at = "density=" + density + " active=" + Arrays.toString(active);
                assertTrue(used <= density * total + 1e-6, at);
                assertTrue(used > density * total - layers.size() - 1, at);
                for (int l = 0; l < active.length; l++) {
                    assertTrue(active[l] >= 1 && active[l] <= layers.get(l).size(), at);
                }
            }
        }
        int[] active = Allocation.ERDOS_RENYI.activePerLayer(MLP, 0.05, false);
        // Active weights are in proportion to inputs + outputs, until the last layer is full.
        assertEquals(active[0] / 1184.0, active[1] / 800.0, 0.01);
        assertEquals(4000, active[2]);
    }

    @Test
    void denseFirstLayer_isOnTopOfTheBudgetOfTheOthers() {
        assertArrayEquals(new int[] {313_600, 16_000, 400}, Allocation.UNIFORM.activePerLayer(MLP, 0.1, true));
        int[] active = Allocation.ERDOS_RENYI.activePerLayer(LENET, 0.1, true);
        assertEquals(150, active[0]);
        int others = LENET.stream().skip(1).mapToInt(ParameterBlock::size).sum();
        assertTrue(Arrays.stream(active).skip(1).sum() <= 0.1 * others);
        assertArrayEquals(new int[] {313_600}, Allocation.ERDOS_RENYI.activePerLayer(MLP.subList(0, 1), 0.1, true));
    }

    @Test
    void everyLayer_keepsOneWeight_howeverSmallTheDensity() {
        for (Allocation allocation : Allocation.values()) {
            for (int active : allocation.activePerLayer(LENET, 1e-6, false)) {
                assertEquals(1, active);
            }
        }
    }

    @Test
    void fullDensity_isEverything() {
        for (Allocation allocation : Allocation.values()) {
            assertArrayEquals(
                    MLP.stream().mapToInt(ParameterBlock::size).toArray(), allocation.activePerLayer(MLP, 1, false));
        }
    }

    @Test
    void badDensity_isAClearError() {
        for (double bad : new double[] {0, -0.1, 1.1, Double.NaN}) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class, () -> Allocation.UNIFORM.activePerLayer(MLP, bad, false));
            assertTrue(String.valueOf(error.getMessage()).contains("model.density=" + bad));
        }
        assertThrows(IllegalArgumentException.class, () -> Allocation.parse("er"));
        assertEquals(Allocation.ERDOS_RENYI, Allocation.parse("erdos-renyi"));
        assertEquals(Allocation.UNIFORM, Allocation.parse("uniform"));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<ParameterBlock> layers(List<Integer>... shapes) {
        List<ParameterBlock> blocks = new ArrayList<>();
        int at = 0;
        for (List<Integer> shape : shapes) {
            ParameterBlock block = new ParameterBlock("w" + blocks.size(), shape, at, Role.WEIGHT, 1, 1, 0f);
            blocks.add(block);
            at = block.end();
        }
        return blocks;
    }
}
