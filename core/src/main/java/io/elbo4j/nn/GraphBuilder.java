package io.elbo4j.nn;

import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.samediff.SpecialFunctions;
import io.elbo4j.samediff.StandardOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Turns a plan into the static graph of one mode. Used once, then thrown away. */
final class GraphBuilder {

    /** Added to a variance under a square root, so that the gradient stays finite where no weight is random. */
    static final double TINY = 1e-16;

    private static final int SIGNS_IN = 0;
    private static final int SIGNS_OUT = 1;

    private final NetworkPlan plan;
    private final GraphMode mode;
    private final @Nullable Patches patches;
    private final SameDiff graph = SameDiff.create();
    private final Map<String, SDVariable> parameters = new LinkedHashMap<>();
    private final List<Draws> draws = new ArrayList<>();
    private final Set<String> unfolded = new HashSet<>();
    private final Map<String, String> moments = new LinkedHashMap<>();

    private GraphBuilder(NetworkPlan plan, GraphMode mode) {
        this.plan = plan;
        this.mode = mode;
        this.patches = Patches.of(plan, mode);
    }

    static NetworkGraph of(NetworkPlan plan, ObservationModel observation, GraphMode mode) {
        return new GraphBuilder(plan, mode).build(observation);
    }

    private NetworkGraph build(ObservationModel observation) {
        for (ParameterBlock block : plan.layout().blocks()) {
            if (!block.name().equals(observation.sharedParameter())) {
                addParameter(block);
            }
        }
        SDVariable x = input(NetworkGraph.INPUT, plan.steps().get(0));
        for (NetworkPlan.Step step : plan.steps()) {
            x = add(step, x);
        }
        SDVariable outputs = graph.identity(NetworkGraph.OUTPUTS, x);
        if (mode != GraphMode.PREDICTION) {
            addLoss(observation, outputs);
        }
        return new NetworkGraph(graph, List.copyOf(draws), Set.copyOf(unfolded), Map.copyOf(moments));
    }

    private void addParameter(ParameterBlock block) {
        boolean tracked = block.role() == Role.STATISTIC;
        if (tracked && mode != GraphMode.PREDICTION) {
            return;
        }
        long[] shape = block.shape().stream().mapToLong(size -> size).toArray();
        parameters.put(block.name(), graph.placeHolder(block.name(), DataType.FLOAT, shape));
        if (mode.hasSpread() && block.role() == Role.WEIGHT) {
            String spread = NetworkGraph.spread(block.name());
            parameters.put(spread, graph.placeHolder(spread, DataType.FLOAT, shape));
        }
    }

    private void addLoss(ObservationModel observation, SDVariable outputs) {
        SDVariable target = perRow(NetworkGraph.TARGET, List.of(ObservationLoss.targetWidth(observation)));
        SDVariable precision = graph.placeHolder(NetworkGraph.PRECISION, DataType.FLOAT, 1);
        SDVariable loss = ObservationLoss.of(graph, observation, outputs, target, precision);
        graph.setLossVariables(loss);
        StandardOutput.silently(
                () -> graph.createGradFunction(parameters.keySet().toArray(new String[0])));
    }

    private SDVariable add(NetworkPlan.Step step, SDVariable x) {
        LayerSpec layer = step.layer();
        if (layer instanceof LayerSpec.Dense) {
            return weighted(step, flat(step, x));
        }
        if (layer instanceof LayerSpec.Conv2d) {
            return weighted(step, x);
        }
        if (layer instanceof LayerSpec.Pool pool) {
            return DeterministicLayers.pool(graph, pool, x);
        }
        if (layer instanceof LayerSpec.Activation activation) {
            return DeterministicLayers.activation(graph, activation.function(), x);
        }
        if (layer instanceof LayerSpec.BatchNorm) {
            return batchNorm(step, x);
        }
        if (layer instanceof LayerSpec.LayerNorm) {
            return layerNorm(step, x);
        }
        return flat(step, x);
    }

    private SDVariable flat(NetworkPlan.Step step, SDVariable x) {
        return step.input().size() == 1 ? x : x.reshape(-1, step.inputSize());
    }

    private SDVariable weighted(NetworkPlan.Step step, SDVariable x) {
        WeightedLayer map = overPatches(step) ? WeightedLayer.ofPatches(graph, step) : WeightedLayer.of(graph, step);
        String name = step.parameter("weight");
        @Nullable SDVariable bias = parameters.get(step.parameter("bias"));
        SDVariable mean = map.apply(x, parameter(name), bias);
        if (!mode.hasSpread()) {
            return mean;
        }
        SDVariable spread = parameter(NetworkGraph.spread(name));
        if (mode == GraphMode.LOCAL) {
            SDVariable variance = map.apply(SpecialFunctions.square(x), spread, null);
            draws.add(Draws.noise(step));
            SDVariable noise = perRow(step.parameter("noise"), step.output());
            return mean.add(graph.math().sqrt(variance.add(TINY)).mul(noise));
        }
        List<Integer> given = step.layer() instanceof LayerSpec.Dense ? List.of(step.inputSize()) : step.input();
        draws.add(signs(step, "signsIn", given, SIGNS_IN));
        draws.add(signs(step, "signsOut", step.output(), SIGNS_OUT));
        SDVariable in =
                overPatches(step) ? input(step.parameter("signsIn"), step) : perRow(step.parameter("signsIn"), given);
        SDVariable out = perRow(step.parameter("signsOut"), step.output());
        return mean.add(map.apply(x.mul(in), spread, null).mul(out));
    }

    private SDVariable batchNorm(NetworkPlan.Step step, SDVariable x) {
        int channels = step.input().get(0);
        boolean image = step.input().size() == 3;
        int[] over = image ? new int[] {0, 2, 3} : new int[] {0};
        long[] row = image ? new long[] {1, channels, 1, 1} : new long[] {1, channels};
        SDVariable mean;
        SDVariable variance;
        if (mode == GraphMode.PREDICTION) {
            mean = parameter(step.parameter("mean")).reshape(row);
            variance = parameter(step.parameter("variance")).reshape(row);
        } else {
            mean = x.mean(true, over);
            variance = SpecialFunctions.square(x.sub(mean)).mean(true, over);
            moments.put(step.parameter("mean"), mean.name());
            moments.put(step.parameter("variance"), variance.name());
        }
        // scale / sd first: one product with the whole image instead of two.
        SDVariable factor = parameter(step.parameter("scale"))
                .reshape(row)
                .div(DeterministicLayers.standardDeviation(graph, variance));
        return x.sub(mean).mul(factor).add(parameter(step.parameter("shift")).reshape(row));
    }

    private SDVariable layerNorm(NetworkPlan.Step step, SDVariable x) {
        int[] over = step.input().size() == 3 ? new int[] {1, 2, 3} : new int[] {1};
        SDVariable mean = x.mean(true, over);
        SDVariable variance = SpecialFunctions.square(x.sub(mean)).mean(true, over);
        return x.sub(mean)
                .div(DeterministicLayers.standardDeviation(graph, variance))
                .mul(parameter(step.parameter("scale")))
                .add(parameter(step.parameter("shift")));
    }

    /**
     * One sign for each unit or channel of a row, the same at all its positions. Drawn out to the full shape, because the
     * gradient of a product with a smaller array is a hundred times slower.
     */
    private static Draws signs(NetworkPlan.Step step, String part, List<Integer> shape, int stream) {
        int positions = shape.size() == 3 ? shape.get(1) * shape.get(2) : 1;
        return new Draws(step.parameter(part), shape, positions, step.index(), stream, true);
    }

    private boolean overPatches(NetworkPlan.Step step) {
        return patches != null && step.index() == 0;
    }

    /** Rows as they are, or their patches where the first layer is done that way. */
    private SDVariable input(String name, NetworkPlan.Step first) {
        if (patches == null) {
            return perRow(name, first.input());
        }
        unfolded.add(name);
        return graph.placeHolder(name, DataType.FLOAT, patches.window(), -1);
    }

    private SDVariable perRow(String name, List<Integer> shape) {
        long[] batched = new long[shape.size() + 1];
        batched[0] = -1;
        for (int i = 0; i < shape.size(); i++) {
            batched[i + 1] = shape.get(i);
        }
        return graph.placeHolder(name, DataType.FLOAT, batched);
    }

    private SDVariable parameter(String name) {
        SDVariable found = parameters.get(name);
        if (found == null) {
            throw new IllegalStateException(
                    "network: no such parameter: name=" + name + "; the layout and the graph differ");
        }
        return found;
    }
}
