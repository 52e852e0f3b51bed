package io.elbo4j.program;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.objective.Objective;
import io.elbo4j.samediff.PerThread;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model, a guide, and what is maximised: all that a gradient needs. A value; equal ones share the graphs of a thread.
 *
 * @param model log p(data, z)
 * @param guide q(z); a {@link Marginal} for one with auxiliary values
 * @param objective of K log weights log p − log q
 * @param particles K, that one value of the objective takes
 * @param repetitions how many such values are averaged
 */
public record Inference<O extends Objective>(Program model, Program guide, O objective, int particles, int repetitions)
        implements Serializable {

    /** Enough for two inferences on training, rest and test batches. */
    private static final PerThread<Use, ProgramSession> SESSIONS = new PerThread<>(6);

    /** What a graph is built for. */
    private record Use(Inference<?> inference, GraphTrace.Rows rows) {}

    public Inference {
        if (particles < 1 || repetitions < 1) {
            throw new IllegalArgumentException("inference: nothing to average: particles=" + particles + " repetitions="
                    + repetitions + "; take at least one");
        }
    }

    /** One particle a value: the ELBO's usual form. */
    public Inference(Program model, Program guide, O objective, int repetitions) {
        this(model, guide, objective, 1, repetitions);
    }

    /**
     * Where the parameters lie in one vector {@code [D]}: those of the guide, then those of the model, each in order of first mention.
     *
     * @param like rows of the width that the program will see; how many does not matter, but for programs without any
     */
    public ParameterLayout layout(Minibatch like) {
        return layout(compiled(like));
    }

    /** Starting values, {@code [D]}. */
    public float[] initial(Minibatch like, Key key) {
        CompiledProgram program = compiled(like);
        ParameterLayout layout = layout(program);
        float[] theta = new float[layout.dimension()];
        int number = 0;
        for (ParameterBlock block : layout.blocks()) {
            Key own = Stream.INITIAL.of(key).fold(number++);
            Initial initial = program.graph().parameter(block.name()).initial();
            for (int i = 0; i < block.size(); i++) {
                theta[block.offset() + i] = initial.at(own, i);
            }
        }
        return theta;
    }

    /**
     * An unbiased estimate of the objective and its gradient. The same arguments give the same bits.
     *
     * @throws NotFiniteException naming the address where a number is not finite, or not where it may be
     */
    public Estimate estimate(float[] theta, Minibatch minibatch, Key key) {
        return session(theta, minibatch).estimate(theta, minibatch, key);
    }

    /** What some of all rows add to the log weights of particles that are drawn by this key. */
    LogWeights logWeights(float[] theta, Minibatch part, Key key) {
        return session(part).logWeights(theta, part, key, Math.multiplyExact(particles, repetitions));
    }

    /** The part of some rows in the gradient, when what all rows weigh together is known. */
    Estimate estimate(float[] theta, Minibatch part, Key key, Weighing all) {
        return session(part).estimate(theta, part, key, WeightedSurrogate.known(all));
    }

    /** The estimate's value alone. */
    public double value(float[] theta, Minibatch minibatch, Key key) {
        return session(theta, minibatch).value(theta, minibatch, key);
    }

    /** What the guide draws for an estimate, by address, {@code [L, E]} each. */
    public Map<String, float[]> latents(float[] theta, Minibatch minibatch, Key key) {
        return session(theta, minibatch).latents(theta, minibatch, key);
    }

    private ProgramSession session(float[] theta, Minibatch minibatch) {
        ProgramSession session = session(minibatch);
        session.requireFit(theta, minibatch, objective);
        return session;
    }

    private ProgramSession session(Minibatch like) {
        GraphTrace.Rows rows = new GraphTrace.Rows(like.rows(), like.batch().width());
        return SESSIONS.of(new Use(this, rows), use -> {
            CompiledProgram compiled = CompiledProgram.of(this, rows);
            return new ProgramSession(compiled, layout(compiled));
        });
    }

    private CompiledProgram compiled(Minibatch like) {
        return session(like).program();
    }

    private static ParameterLayout layout(CompiledProgram program) {
        List<ParameterBlock> blocks = new ArrayList<>();
        int offset = 0;
        for (Map.Entry<String, ProgramGraph.Parameter> each :
                program.parameters().entrySet()) {
            ProgramGraph.Parameter parameter = each.getValue();
            Role role = parameter.role();
            ParameterBlock block = new ParameterBlock(each.getKey(), parameter.shape(), offset, role, 1, 1, 0f);
            blocks.add(block);
            offset = block.end();
        }
        return new ParameterLayout(blocks);
    }
}
