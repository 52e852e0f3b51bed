package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.PerThread;
import io.elbo4j.samediff.RepeatedPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph with its memory, for one thread. Numbers go in and out as primitive arrays.
 *
 * <p>A single row goes in twice and its sums are halved, which changes no bit of them: ND4J's gradient of a matrix product is
 * wrong where the result has one element, and some of its reductions fail over one row.
 */
final class GraphSession implements PerThread.Engine {

    private final NetworkPlan plan;
    private final ObservationModel observation;
    private final NetworkGraph network;
    private final HostArrays arrays = new HostArrays();
    private final RepeatedPass pass;
    /** Blocks that the graph of this mode reads. */
    private final List<ParameterBlock> read;
    /** Blocks of weights whose spread the graph reads. */
    private final List<ParameterBlock> spread;

    private final @Nullable Patches patches;
    private float[] scratch = {};
    /** Names of gradients by block, or by spread of a block. */
    private final Map<String, String> gradients = new HashMap<>();

    GraphSession(NetworkPlan plan, ObservationModel observation, GraphMode mode) {
        this.plan = plan;
        this.observation = observation;
        patches = Patches.of(plan, mode);
        network = GraphBuilder.of(plan, observation, mode);
        read = plan.layout().blocks().stream()
                .filter(block -> network.graph().hasVariable(block.name()))
                .toList();
        spread = mode.hasSpread() ? plan.layout().weightBlocks() : List.of();
        List<String> wanted = new ArrayList<>(network.moments().values());
        wanted.add(NetworkGraph.OUTPUTS);
        if (mode != GraphMode.PREDICTION) {
            read.forEach(block -> differentiate(block.name()));
            spread.forEach(block -> differentiate(NetworkGraph.spread(block.name())));
            wanted.addAll(gradients.values());
        }
        pass = new RepeatedPass(network.executed(mode), wanted);
    }

    private void differentiate(String parameter) {
        gradients.put(parameter, RepeatedPass.gradient(network.graph(), parameter));
    }

    /**
     * What a pass through a graph gives.
     *
     * @param outputs {@code [B, K]}
     * @param gradient {@code [D]}, without the observation model's own parameter
     * @param spreadGradient {@code [D]}; all 0 where the mode has no spread
     */
    record Pass(float[] outputs, float[] gradient, float[] spreadGradient) {}

    /** Outputs of some rows, {@code [rows, K]}; the first one begins at {@code from} within the features. */
    float[] predict(float[] theta, float[] features, int from, int rows) {
        Map<String, INDArray> inputs = new HashMap<>();
        putParameters(theta, theta, inputs);
        putRows(NetworkGraph.INPUT, plan.steps().get(0).input(), features, from, rows, inputs);
        return outputs(pass.run(inputs), rows);
    }

    /** Outputs and gradients; the spread and the key are what the mode takes them for. */
    Pass gradient(float[] mean, float[] spreadValues, Key key, Batch batch) {
        int rows = batch.rows();
        Map<String, INDArray> inputs = new HashMap<>();
        putParameters(mean, spreadValues, inputs);
        putRows(
                NetworkGraph.INPUT,
                plan.steps().get(0).input(),
                batch.features().dense(),
                0,
                rows,
                inputs);
        for (Draws draws : network.draws()) {
            putRows(draws.name(), draws.shape(), draws.draw(key, rows), 0, rows, inputs);
        }
        putTargets(mean, batch, inputs);
        return collected(pass.run(inputs), mean, rows);
    }

    @Override
    public void close() {
        pass.close();
        arrays.close();
    }

    private Pass collected(Map<String, INDArray> results, float[] mean, int rows) {
        float[] gradient = new float[mean.length];
        float[] spreadGradient = new float[mean.length];
        for (ParameterBlock block : read) {
            readGradient(results, block.name(), gradient, block);
        }
        for (ParameterBlock block : spread) {
            readGradient(results, NetworkGraph.spread(block.name()), spreadGradient, block);
        }
        if (rows == 1) {
            halve(gradient);
            halve(spreadGradient);
        }
        for (ParameterBlock block : plan.layout().blocks()) {
            String moment = network.moments().get(block.name());
            if (block.role() == Role.STATISTIC && moment != null) {
                HostArrays.read(results, moment, gradient, block.offset());
                for (int i = block.offset(); i < block.end(); i++) {
                    gradient[i] = rows * (gradient[i] - mean[i]);
                }
            }
        }
        return new Pass(outputs(results, rows), gradient, spreadGradient);
    }

    private void readGradient(Map<String, INDArray> results, String parameter, float[] gradient, ParameterBlock block) {
        HostArrays.read(results, Objects.requireNonNull(gradients.get(parameter)), gradient, block.offset());
    }

    private float[] outputs(Map<String, INDArray> results, int rows) {
        float[] numbers = new float[Math.max(rows, 2) * observation.outputs()];
        HostArrays.read(results, NetworkGraph.OUTPUTS, numbers, 0);
        return rows == 1 ? Arrays.copyOf(numbers, observation.outputs()) : numbers;
    }

    private static void halve(float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= 0.5f;
        }
    }

    private void putParameters(float[] mean, float[] spreadValues, Map<String, INDArray> inputs) {
        for (ParameterBlock block : read) {
            putBlock(block.name(), block, mean, inputs);
        }
        for (ParameterBlock block : spread) {
            putBlock(NetworkGraph.spread(block.name()), block, spreadValues, inputs);
        }
    }

    private void putBlock(String name, ParameterBlock block, float[] numbers, Map<String, INDArray> inputs) {
        long[] shape = block.shape().stream().mapToLong(size -> size).toArray();
        INDArray array = arrays.of(name, shape);
        HostArrays.write(numbers, block.offset(), array);
        inputs.put(name, array);
    }

    private void putRows(
            String name, List<Integer> row, float[] numbers, int from, int rows, Map<String, INDArray> inputs) {
        float[] given = rows == 1 ? twice(numbers, from, NetworkPlan.size(row)) : numbers;
        int start = rows == 1 ? 0 : from;
        int count = Math.max(rows, 2);
        INDArray array;
        if (patches != null && network.unfolded().contains(name)) {
            array = arrays.of(name, patches.window(), (long) count * patches.positions());
            float[] matrix = scratch(Math.toIntExact(array.length()));
            patches.write(given, start, count, matrix);
            HostArrays.write(matrix, 0, array);
        } else {
            long[] shape = new long[row.size() + 1];
            shape[0] = count;
            for (int i = 0; i < row.size(); i++) {
                shape[i + 1] = row.get(i);
            }
            array = arrays.of(name, shape);
            HostArrays.write(given, start, array);
        }
        inputs.put(name, array);
    }

    /** Memory for a matrix of patches, kept from step to step. */
    private float[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new float[length];
        }
        return scratch;
    }

    private static float[] twice(float[] numbers, int from, int length) {
        float[] both = new float[2 * length];
        System.arraycopy(numbers, from, both, 0, length);
        System.arraycopy(numbers, from, both, length, length);
        return both;
    }

    private void putTargets(float[] mean, Batch batch, Map<String, INDArray> inputs) {
        int width = ObservationLoss.targetWidth(observation);
        float[] targets = batch.targets();
        if (observation instanceof Categorical) {
            targets = new float[batch.rows() * width];
            for (int row = 0; row < batch.rows(); row++) {
                targets[row * width + (int) batch.targets()[row]] = 1;
            }
        }
        putRows(NetworkGraph.TARGET, List.of(width), targets, 0, batch.rows(), inputs);
        INDArray precision = arrays.of(NetworkGraph.PRECISION, 1);
        HostArrays.write(
                new float[] {(float) OutputGradient.precision(observation, mean[mean.length - 1])}, 0, precision);
        inputs.put(NetworkGraph.PRECISION, precision);
    }
}
