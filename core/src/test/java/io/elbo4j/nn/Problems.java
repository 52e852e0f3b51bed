package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Poisson;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** Small random networks and batches for the tests of this package. */
final class Problems {

    private Problems() {}

    static NetworkSpec spec(List<Integer> input, ObservationModel observation, String... layers) {
        return new NetworkSpec(input, Stream.of(layers).map(LayerSpec::parse).toList(), true, observation);
    }

    static SameDiffNetwork network(List<Integer> input, ObservationModel observation, String... layers) {
        return new SameDiffNetwork(spec(input, observation, layers));
    }

    /** Parameters as a run would start, with the variances of weights by fan-in and everything else stirred a little. */
    static float[] theta(ParameterLayout layout, Key key) {
        float[] theta = new float[layout.dimension()];
        key.gaussians(theta);
        for (ParameterBlock block : layout.blocks()) {
            for (int i = block.offset(); i < block.end(); i++) {
                theta[i] = block.role() == Role.WEIGHT
                        ? theta[i] / (float) Math.sqrt(block.fanIn())
                        : block.initial() + 0.1f * theta[i];
            }
        }
        return theta;
    }

    /** Everything that is not a weight, and each weight with this probability. */
    static int[] support(ParameterLayout layout, double density, Key key) {
        int[] support = new int[layout.dimension()];
        int count = 0;
        for (ParameterBlock block : layout.blocks()) {
            for (int i = block.offset(); i < block.end(); i++) {
                if (block.role() != Role.WEIGHT || key.uniform(i) < density) {
                    support[count++] = i;
                }
            }
        }
        return Arrays.copyOf(support, count);
    }

    /** Rows whose targets can occur under the observation model. */
    static Batch batch(ObservationModel observation, int features, int rows, Key key) {
        float[] x = new float[rows * features];
        key.fold(0).gaussians(x);
        float[] y = new float[rows];
        key.fold(1).gaussians(y);
        for (int i = 0; i < rows; i++) {
            if (observation instanceof Categorical categorical) {
                y[i] = (int) (key.fold(2).uniform(i) * categorical.classes());
            } else if (observation instanceof Bernoulli) {
                y[i] = y[i] > 0 ? 1 : 0;
            } else if (observation instanceof Poisson) {
                y[i] = (int) (key.fold(2).uniform(i) * 4);
            }
        }
        return new Batch(x, y, features);
    }

    /** Message of the error that the action must end in. */
    static String refusal(Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
