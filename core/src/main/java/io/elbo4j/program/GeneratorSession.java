package io.elbo4j.program;

import io.elbo4j.math.Key;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.PerThread;
import io.elbo4j.samediff.RepeatedPass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph that runs a model forwards, with its memory, for one thread. */
final class GeneratorSession implements PerThread.Engine {

    private final ProgramGraph graph = new ProgramGraph();
    private final Generation generation;
    private final GraphInputs inputs;
    private final Map<String, RepeatedPass> passes = new HashMap<>();

    GeneratorSession(Generator generator, GraphTrace.Rows rows, Map<String, Integer> given) {
        generation = new Generation(given);
        LaneShape one = new LaneShape(1, 1, 1, List.of());
        generator.model().run(GraphTrace.start(graph, one, rows, generation));
        generation.requireAllUsed();
        graph.close();
        inputs = new GraphInputs(graph, generator.layout());
    }

    float[] expected(String address, float[] theta, Minibatch minibatch, Map<String, float[]> latents, Key key) {
        inputs.requireFit(theta);
        String name = generation.expected(address);
        Map<String, INDArray> fed = inputs.of(theta, minibatch, key);
        latents.forEach((latent, values) -> inputs.put(Generation.placeholder(latent), values, 0, fed));
        RepeatedPass pass = passes.computeIfAbsent(name, any -> new RepeatedPass(graph.sameDiff(), List.of(name)));
        return HostArrays.numbers(pass.run(fed), name);
    }

    @Override
    public void close() {
        inputs.close();
        passes.values().forEach(RepeatedPass::close);
    }
}
