package io.elbo4j.nn;

import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a DL4J network's parameters lie in its own flat vector, which is taken as it is (its dense weights are column-major).
 * Names are DL4J's: {@code <layer>_<key>}.
 */
final class Dl4jLayout {

    private static final Set<String> POINTS_OF_BATCH_NORM = Set.of("gamma", "beta");

    private Dl4jLayout() {}

    static ParameterLayout of(Dl4jFile file, Dl4jModel model, ObservationModel observation) {
        List<ParameterBlock> blocks = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, INDArray> entry : model.paramTable().entrySet()) {
            ParameterBlock block = block(file.layers(), entry.getKey(), entry.getValue(), next);
            blocks.add(block);
            next = block.end();
        }
        if (!observation.sharedParameter().isEmpty()) {
            blocks.add(new ParameterBlock(observation.sharedParameter(), List.of(1), next, Role.POINT, 1, 1, 0));
        }
        return new ParameterLayout(blocks);
    }

    private static ParameterBlock block(Map<String, Layer> layers, String name, INDArray array, int offset) {
        int cut = name.lastIndexOf('_');
        String key = name.substring(cut + 1);
        Layer layer = layers.get(name.substring(0, cut));
        if (layer == null) {
            throw new IllegalArgumentException("network: DL4J parameter of no layer: name=" + name
                    + "; vertices with parameters are not supported");
        }
        Role role = role(layer, key);
        List<Integer> shape =
                Arrays.stream(array.shape()).mapToObj(Math::toIntExact).toList();
        boolean weight = role == Role.WEIGHT;
        float initial = weight ? 0 : array.getFloat(0);
        return new ParameterBlock(
                name, shape, offset, role, weight ? fan(shape, 1) : 1, weight ? fan(shape, 0) : 1, initial);
    }

    private static Role role(Layer layer, String key) {
        if (layer instanceof BatchNormalization) {
            return POINTS_OF_BATCH_NORM.contains(key) ? Role.POINT : Role.STATISTIC;
        }
        return layer.initializer().isWeightParam(layer, key) ? Role.WEIGHT : Role.POINT;
    }

    /** A convolution's weight is {@code [outputs, inputs, window...]}, any other's {@code [inputs, outputs]}. */
    private static int fan(List<Integer> shape, int side) {
        if (shape.size() < 2) {
            return 1;
        }
        boolean convolution = shape.size() > 2;
        return convolution ? NetworkPlan.size(shape) / shape.get(1 - side) : shape.get(1 - side);
    }
}
