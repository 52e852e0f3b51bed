package io.elbo4j.program;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Objective;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.PerThread;
import io.elbo4j.samediff.RepeatedPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A compiled program with its memory, for one thread. Numbers go in and out as primitive arrays. */
final class ProgramSession implements PerThread.Engine {

    private final CompiledProgram program;
    private final ProgramGraph graph;
    private final ParameterLayout layout;
    private final GraphInputs inputs;
    private final RepeatedPass forward;
    private final RepeatedPass backward;
    private final RepeatedPass densities;
    /** Names of gradients by parameter, of those that the objective depends on. */
    private final Map<String, String> gradients = new LinkedHashMap<>();

    private final Diagnosis diagnosis;
    private boolean checked;

    ProgramSession(CompiledProgram program, ParameterLayout layout) {
        this.program = program;
        this.graph = program.graph();
        this.layout = layout;
        this.inputs = new GraphInputs(graph, layout);
        this.diagnosis = new Diagnosis(program);
        SameDiff sameDiff = graph.sameDiff();
        program.differentiated().forEach(name -> gradients.put(name, RepeatedPass.gradient(sameDiff, name)));
        List<String> wanted = new ArrayList<>();
        wanted.add(program.surrogate().objective().name());
        forward = new RepeatedPass(sameDiff, wanted);
        program.surrogate().means().values().forEach(mean -> wanted.add(mean.name()));
        wanted.addAll(gradients.values());
        densities = new RepeatedPass(
                sameDiff,
                program.terms().stream().map(term -> term.logDensity().name()).toList());
        backward = new RepeatedPass(gradients.isEmpty() ? sameDiff : sameDiff.getFunction("grad"), wanted);
    }

    CompiledProgram program() {
        return program;
    }

    /** A vector of another length, and a part of the rows for an objective that is no sum over them, are errors. */
    void requireFit(float[] theta, Minibatch minibatch, Objective objective) {
        inputs.requireFit(theta);
        if (!(objective instanceof AdditiveObjective) && minibatch.totalRows() != minibatch.rows()) {
            throw new IllegalArgumentException("program: objective needs all rows: objective=" + objective + " rows="
                    + minibatch.rows() + " totalRows=" + minibatch.totalRows()
                    + "; it is no sum over rows, so that a part of them says nothing unbiased");
        }
    }

    /** Value and gradient. */
    Estimate estimate(float[] theta, Minibatch minibatch, Key key) {
        return estimate(theta, minibatch, key, Map.of());
    }

    /** The same of rows that are a part of all, when what all weigh together is known: see {@link WeightedSurrogate#known}. */
    Estimate estimate(float[] theta, Minibatch minibatch, Key key, Map<String, float[]> known) {
        Map<String, INDArray> fed = inputs.of(theta, minibatch, key, known);
        Map<String, INDArray> outputs = backward.run(fed);
        float[] gradient = new float[theta.length];
        for (ParameterBlock block : layout.blocks()) {
            String name = gradients.get(block.name());
            if (name != null) {
                HostArrays.read(outputs, name, gradient, block.offset());
            }
            SDVariable mean = program.surrogate().means().get(block.name());
            if (block.role() == Role.STATISTIC && mean != null) {
                HostArrays.read(outputs, mean.name(), gradient, block.offset());
                gradient[block.offset()] -= theta[block.offset()];
            }
        }
        return new Estimate(checked(fed, outputs), gradient);
    }

    /** Value alone. */
    double value(float[] theta, Minibatch minibatch, Key key) {
        Map<String, INDArray> fed = inputs.of(theta, minibatch, key);
        return checked(fed, forward.run(fed));
    }

    /** Log weights of particles, without a value or a gradient. */
    LogWeights logWeights(float[] theta, Minibatch minibatch, Key key, int particles) {
        double[] nothing = new double[particles];
        Map<String, float[]> unused = WeightedSurrogate.known(new Weighing(nothing, nothing, nothing));
        Map<String, INDArray> fed = inputs.of(theta, minibatch, key, unused);
        Map<String, INDArray> outputs = densities.run(fed);
        LogWeights weights = LogWeights.of(particles, program.terms(), name -> HostArrays.numbers(outputs, name));
        diagnose(fed, (float) weights.sum());
        return weights;
    }

    /** What the guide draws, by address, {@code [L, E]} each. */
    Map<String, float[]> latents(float[] theta, Minibatch minibatch, Key key) {
        Map<String, INDArray> fed = inputs.of(theta, minibatch, key);
        Map<String, float[]> latents = new LinkedHashMap<>();
        for (Draw draw : program.draws()) {
            String name = draw.value().name();
            latents.put(
                    draw.address(),
                    // A value that is fed as it is drawn is no output of any operation.
                    fed.containsKey(name)
                            ? HostArrays.numbers(fed, name)
                            : RepeatedPass.numbers(graph.sameDiff(), name, fed));
        }
        return latents;
    }

    private double checked(Map<String, INDArray> fed, Map<String, INDArray> outputs) {
        float[] value = new float[1];
        HostArrays.read(outputs, program.surrogate().objective().name(), value, 0);
        diagnose(fed, value[0]);
        return value[0];
    }

    private void diagnose(Map<String, INDArray> fed, float value) {
        if (!checked || !Float.isFinite(value)) {
            diagnosis.run(fed, value);
            checked = true;
        }
    }

    @Override
    public void close() {
        inputs.close();
        forward.close();
        backward.close();
        densities.close();
    }
}
