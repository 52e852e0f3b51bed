package io.elbo4j.program;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A number to differentiate.
 *
 * @param objective its value is an unbiased estimate of the objective, nats
 * @param surrogate its derivative is an unbiased estimate of the objective's gradient
 * @param means what running means should be, by the names of their parameters
 */
record Surrogate(SDVariable objective, SDVariable surrogate, Map<String, SDVariable> means) {

    /** With something more to differentiate. */
    Surrogate plus(SDVariable more) {
        return new Surrogate(objective, surrogate.add(more), means);
    }

    /** Name of the parameter that is the running mean of a latent's cost. */
    static String baseline(Draw draw) {
        return draw.address() + ".baseline";
    }

    static IllegalArgumentException needsParticles(Draw draw, int particles) {
        return new IllegalArgumentException("program: nothing to leave out: address=" + draw.address() + " particles="
                + particles + "; take more repetitions, or SCORE_FUNCTION_RUNNING_MEAN");
    }
}
