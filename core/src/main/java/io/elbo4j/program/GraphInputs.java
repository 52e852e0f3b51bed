package io.elbo4j.program;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Key;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.RepeatedPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All that is fed into a graph, with its memory, for one thread: parameters, rows, and numbers drawn outside it. */
final class GraphInputs {

    private final ProgramGraph graph;
    private final ParameterLayout layout;
    private final List<Stage> stages;
    private final HostArrays arrays = new HostArrays();

    /**
     * Feeds that can be filled together.
     *
     * @param given works out what they are made of; null where they are made of nothing
     */
    private record Stage(List<Feed> feeds, @Nullable RepeatedPass given) {

        static Stage of(ProgramGraph graph, List<Feed> feeds) {
            List<String> given = feeds.stream()
                    .flatMap(feed -> feed.given().stream())
                    .distinct()
                    .toList();
            return new Stage(feeds, given.isEmpty() ? null : new RepeatedPass(graph.sameDiff(), given));
        }
    }

    /**
     * Of a graph that is whole.
     *
     * @param layout of θ; the graph may use a part of it
     */
    GraphInputs(ProgramGraph graph, ParameterLayout layout) {
        this.graph = graph;
        this.layout = layout;
        this.stages = stages(graph);
    }

    /** Each after those before it. */
    private static List<Stage> stages(ProgramGraph graph) {
        List<Stage> stages = new ArrayList<>();
        List<Feed> left = new ArrayList<>(graph.feeds());
        List<String> results =
                left.stream().flatMap(feed -> feed.results().stream()).toList();
        ProgramGraph.Ancestry ancestry = graph.ancestry(results);
        Set<String> filled = new HashSet<>();
        while (!left.isEmpty()) {
            List<Feed> ready = left.stream()
                    .filter(feed -> feed.given().stream()
                            .allMatch(given ->
                                    ancestry.of(given).stream().allMatch(i -> filled.contains(results.get(i)))))
                    .toList();
            stages.add(Stage.of(graph, ready));
            left.removeAll(ready);
            ready.forEach(feed -> filled.addAll(feed.results()));
        }
        return stages;
    }

    /** A vector of another length is an error. */
    void requireFit(float[] theta) {
        if (theta.length != layout.dimension()) {
            throw new IllegalArgumentException("program: parameters do not fit: given=" + theta.length + " wanted="
                    + layout.dimension() + "; take them from initial() of the same inference");
        }
    }

    /** For one step. */
    Map<String, INDArray> of(float[] theta, Minibatch minibatch, Key key) {
        return of(theta, minibatch, key, Map.of());
    }

    /** For one step of which some results of feeds are known already, by the names of their placeholders. */
    Map<String, INDArray> of(float[] theta, Minibatch minibatch, Key key, Map<String, float[]> known) {
        Map<String, INDArray> inputs = new HashMap<>();
        for (ParameterBlock block : layout.blocks()) {
            if (graph.parameters().containsKey(block.name())) {
                put(block.name(), theta, block.offset(), inputs);
            }
        }
        graph.features()
                .forEach((name, times) ->
                        put(name, repeated(minibatch.batch().features().dense(), times), 0, inputs));
        graph.targets()
                .forEach((name, times) -> put(name, repeated(minibatch.batch().targets(), times), 0, inputs));
        if (graph.sameDiff().hasVariable(ProgramGraph.ROW_WEIGHT)) {
            float weight = (float) ((double) minibatch.totalRows() / minibatch.rows());
            put(ProgramGraph.ROW_WEIGHT, new float[] {weight}, 0, inputs);
        }
        known.forEach((name, numbers) -> put(name, numbers, 0, inputs));
        for (Stage stage : stages) {
            List<Feed> unknown = stage.feeds().stream()
                    .filter(feed -> !known.keySet().containsAll(feed.results()))
                    .toList();
            if (!unknown.isEmpty()) {
                fill(stage, unknown, minibatch, key, inputs);
            }
        }
        return inputs;
    }

    private static float[] repeated(float[] numbers, int times) {
        if (times == 1) {
            return numbers;
        }
        float[] repeated = new float[Math.multiplyExact(numbers.length, times)];
        for (int t = 0; t < times; t++) {
            System.arraycopy(numbers, 0, repeated, t * numbers.length, numbers.length);
        }
        return repeated;
    }

    void put(String name, float[] numbers, int from, Map<String, INDArray> inputs) {
        INDArray array = arrays.of(name, graph.placeholderShape(name));
        HostArrays.write(numbers, from, array);
        inputs.put(name, array);
    }

    private void fill(Stage stage, List<Feed> feeds, Minibatch minibatch, Key key, Map<String, INDArray> inputs) {
        Map<String, INDArray> known =
                stage.given() == null ? Map.of() : stage.given().run(inputs);
        for (Feed feed : feeds) {
            float[][] given = feed.given().stream()
                    .map(name -> HostArrays.numbers(known.containsKey(name) ? known : inputs, name))
                    .toArray(float[][]::new);
            float[][] results = new float[feed.results().size()][feed.size()];
            feed.rule().fill(given, results, key, minibatch.numbers());
            for (int i = 0; i < results.length; i++) {
                put(feed.results().get(i), results[i], 0, inputs);
            }
        }
    }

    /** Frees the memory. */
    void close() {
        for (Stage stage : stages) {
            if (stage.given() != null) {
                stage.given().close();
            }
        }
        arrays.close();
    }
}
