package io.elbo4j.program;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Objective;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.PerThread;
import io.elbo4j.samediff.StepMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A compiled program with its memory, for one thread. Numbers go in and out as primitive arrays. */
final class ProgramSession implements PerThread.Engine {

    private final CompiledProgram program;
    private final ProgramGraph graph;
    private final ParameterLayout layout;
    private final List<List<Feed>> stages;
    private final HostArrays arrays = new HostArrays();
    private final StepMemory forward = new StepMemory();
    private final StepMemory backward = new StepMemory();
    private final Diagnosis diagnosis;
    private boolean checked;

    ProgramSession(CompiledProgram program, ParameterLayout layout) {
        this.program = program;
        this.graph = program.graph();
        this.layout = layout;
        this.stages = stages(graph);
        this.diagnosis = new Diagnosis(program);
        forward.serve(graph.sameDiff());
        if (!program.differentiated().isEmpty()) {
            backward.serve(graph.sameDiff().getFunction("grad"));
        }
    }

    /** Feeds that can be filled together, after those before them. */
    private static List<List<Feed>> stages(ProgramGraph graph) {
        List<List<Feed>> stages = new ArrayList<>();
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
            stages.add(ready);
            left.removeAll(ready);
            ready.forEach(feed -> filled.addAll(feed.results()));
        }
        return stages;
    }

    CompiledProgram program() {
        return program;
    }

    /** A vector of another length, and a part of the rows for an objective that is no sum over them, are errors. */
    void requireFit(float[] theta, Minibatch minibatch, Objective objective) {
        if (theta.length != layout.dimension()) {
            throw new IllegalArgumentException("program: parameters do not fit: given=" + theta.length + " wanted="
                    + layout.dimension() + "; take them from initial() of the same inference");
        }
        if (!(objective instanceof AdditiveObjective) && minibatch.totalRows() != minibatch.rows()) {
            throw new IllegalArgumentException("program: objective needs all rows: objective=" + objective + " rows="
                    + minibatch.rows() + " totalRows=" + minibatch.totalRows()
                    + "; it is no sum over rows, so that a part of them says nothing unbiased");
        }
    }

    /** Value and gradient. */
    Estimate estimate(float[] theta, Minibatch minibatch, Key key) {
        Map<String, INDArray> inputs = inputs(theta, minibatch, key);
        backward.begin(minibatch.rows());
        List<String> wanted = new ArrayList<>();
        wanted.add(program.surrogate().objective().name());
        program.surrogate().means().values().forEach(mean -> wanted.add(mean.name()));
        float[] gradient = new float[theta.length];
        Map<String, INDArray> outputs;
        if (program.differentiated().isEmpty()) {
            outputs = graph.sameDiff().output(inputs, wanted);
        } else {
            OutAndGrad result = graph.sameDiff().calculateGradientsAndOutputs(inputs, wanted, program.differentiated());
            outputs = result.getOutputs();
            for (ParameterBlock block : layout.blocks()) {
                if (program.differentiated().contains(block.name())) {
                    HostArrays.read(result.getGradients(), block.name(), gradient, block.offset());
                }
            }
        }
        for (ParameterBlock block : layout.blocks()) {
            SDVariable mean = program.surrogate().means().get(block.name());
            if (block.role() == Role.STATISTIC && mean != null) {
                HostArrays.read(outputs, mean.name(), gradient, block.offset());
                gradient[block.offset()] -= theta[block.offset()];
            }
        }
        return new Estimate(checked(inputs, outputs), gradient);
    }

    /** Value alone. */
    double value(float[] theta, Minibatch minibatch, Key key) {
        Map<String, INDArray> inputs = inputs(theta, minibatch, key);
        return checked(
                inputs,
                graph.sameDiff().output(inputs, program.surrogate().objective().name()));
    }

    /** What the guide draws, by address, {@code [L, E]} each. */
    Map<String, float[]> latents(float[] theta, Minibatch minibatch, Key key) {
        Map<String, INDArray> inputs = inputs(theta, minibatch, key);
        Map<String, float[]> latents = new LinkedHashMap<>();
        for (Draw draw : program.draws()) {
            String name = draw.value().name();
            // A value that is fed as it is drawn is no output of any operation.
            Map<String, INDArray> from =
                    inputs.containsKey(name) ? inputs : graph.sameDiff().output(inputs, name);
            latents.put(draw.address(), HostArrays.numbers(from, name));
        }
        return latents;
    }

    private double checked(Map<String, INDArray> inputs, Map<String, INDArray> outputs) {
        float[] value = new float[1];
        HostArrays.read(outputs, program.surrogate().objective().name(), value, 0);
        if (!checked || !Float.isFinite(value[0])) {
            diagnosis.run(inputs, value[0]);
            checked = true;
        }
        return value[0];
    }

    private Map<String, INDArray> inputs(float[] theta, Minibatch minibatch, Key key) {
        forward.begin(minibatch.rows());
        Map<String, INDArray> inputs = new HashMap<>();
        for (ParameterBlock block : layout.blocks()) {
            put(block.name(), theta, block.offset(), inputs);
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
        for (List<Feed> stage : stages) {
            fill(stage, minibatch, key, inputs);
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

    private void put(String name, float[] numbers, int from, Map<String, INDArray> inputs) {
        INDArray array = arrays.of(name, graph.placeholderShape(name));
        HostArrays.write(numbers, from, array);
        inputs.put(name, array);
    }

    private void fill(List<Feed> stage, Minibatch minibatch, Key key, Map<String, INDArray> inputs) {
        List<String> wanted =
                stage.stream().flatMap(feed -> feed.given().stream()).distinct().toList();
        Map<String, INDArray> known =
                wanted.isEmpty() ? Map.of() : graph.sameDiff().output(inputs, wanted);
        for (Feed feed : stage) {
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

    @Override
    public void close() {
        forward.close();
        backward.close();
        arrays.close();
    }
}
