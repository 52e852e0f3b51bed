package io.elbo4j.program;

import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Key;
import io.elbo4j.samediff.PerThread;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a model forwards: its latents are drawn from it, or given, and what it would observe is told.
 *
 * @param model log p(data, z)
 * @param layout of θ
 */
public record Generator(Program model, ParameterLayout layout) implements Serializable {

    private static final PerThread<Use, GeneratorSession> SESSIONS = new PerThread<>(4);

    /** What a graph is built for: numbers of a lane by address of what is given. */
    private record Use(Generator generator, GraphTrace.Rows rows, Map<String, Integer> given) {}

    /**
     * The expected value of what the model observes, {@code [B, E]}.
     *
     * @param address of the observation
     * @param minibatch what each row is generated for: inputs that the model reads; what it only observes is passed over
     * @param latents values of latents by address, {@code [B, E]}; the rest are drawn
     * @throws IllegalArgumentException where the model observes nothing there, or its distribution has no expected value
     */
    public float[] expected(String address, float[] theta, Minibatch minibatch, Map<String, float[]> latents, Key key) {
        Map<String, Integer> given = new TreeMap<>();
        latents.forEach((latent, values) -> given.put(latent, values.length / minibatch.rows()));
        GraphTrace.Rows rows =
                new GraphTrace.Rows(minibatch.rows(), minibatch.batch().width());
        return SESSIONS.of(new Use(this, rows, given), use -> new GeneratorSession(this, rows, given))
                .expected(address, theta, minibatch, latents, key);
    }
}
