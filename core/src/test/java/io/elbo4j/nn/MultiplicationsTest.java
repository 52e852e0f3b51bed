package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.density.Categorical;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.models.ssvi.Allocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiplicationsTest {

    private static final Path EXAMPLE = Path.of("../examples/resnet-18.json");

    @Test
    void multiplicationsPerWeight_areTheOutputPositions() {
        NetworkSpec spec = Problems.spec(
                List.of(1, 28, 28),
                new Categorical(10),
                "conv2d 6 kernel=5",
                "relu",
                "max-pool 2",
                "conv2d 16 kernel=5 stride=2 padding=same",
                "flatten",
                "dense 120");
        for (Network network : List.of(new SameDiffNetwork(spec), new KernelNetwork(spec))) {
            // 24 × 24 positions, then 12 × 12 halved to 6 × 6; biases do not multiply.
            assertArrayEquals(new long[] {576, 0, 36, 0, 1, 0, 1, 0}, network.multiplicationsPerWeight());
        }
    }

    /** The counts are those of the research on which SSVI's claims of cost stand: 32 × 32 images, dense first layer. */
    @Test
    void multiplicationsPerWeight_ofResNet18_giveTheKnownCounts() throws IOException {
        Network network = new Dl4jNetwork(Files.readString(EXAMPLE), List.of(3, 32, 32), new Categorical(10));
        assertEquals(11_164_352, network.layout().weights());
        assertEquals(555_422_720, multiplications(network, 1));
        assertEquals(57.13e6, (double) multiplications(network, 0.1), 0.01e6);
        assertEquals(29.45e6, (double) multiplications(network, 0.05), 0.01e6);
    }

    @Test
    void example_isWhatTheBuilderMakes() throws IOException {
        // Kept where it can be copied from when the builder changes.
        Path made = Files.writeString(Path.of("target/resnet-18.json"), ResNet18.json());
        assertEquals(Files.readString(made), Files.readString(EXAMPLE), made + " is what it should be");
    }

    private static long multiplications(Network network, double density) {
        List<ParameterBlock> blocks = network.layout().blocks();
        int[] active = Allocation.UNIFORM.activePerLayer(network.layout().weightBlocks(), density, true);
        long[] perWeight = network.multiplicationsPerWeight();
        long sum = 0;
        int layer = 0;
        for (int b = 0; b < perWeight.length; b++) {
            sum += blocks.get(b).role() == Role.WEIGHT ? perWeight[b] * active[layer++] : 0;
        }
        return sum;
    }
}
