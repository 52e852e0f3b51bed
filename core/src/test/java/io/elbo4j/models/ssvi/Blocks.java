package io.elbo4j.models.ssvi;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.density.ValueGrad;
import java.util.List;

/**
 * Linear regression whose weights are told to be two layers, so that rules by layer show; a bias follows.
 *
 * @param network with a bias
 * @param first how many weights the first layer has
 */
record Blocks(LinearNetwork network, int first) implements LogLikelihood {

    @Override
    public ParameterLayout layout() {
        int inputs = network.inputs();
        return new ParameterLayout(List.of(
                new ParameterBlock("first", List.of(1, first), 0, Role.WEIGHT, first, 1, 0f),
                new ParameterBlock("second", List.of(1, inputs - first), first, Role.WEIGHT, inputs - first, 1, 0f),
                new ParameterBlock("bias", List.of(1), inputs, Role.POINT, 1, 1, 0f)));
    }

    @Override
    public ValueGrad valueGrad(float[] theta, Batch batch) {
        return network.valueGrad(theta, batch);
    }
}
