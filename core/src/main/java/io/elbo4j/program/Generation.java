package io.elbo4j.program;

import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** Draws the latents of a model, but those that are given, and takes the expected value of what it observes. */
final class Generation implements Handler {

    private final Map<String, Integer> given;
    private final Set<String> used = new HashSet<>();
    private final Map<String, String> expected = new LinkedHashMap<>();

    /** With so many numbers a lane for each address that is given. */
    Generation(Map<String, Integer> given) {
        this.given = given;
    }

    /** The name of the variable that is the expected value there. */
    String expected(String address) {
        String name = expected.get(address);
        if (name == null) {
            throw new IllegalArgumentException("generator: nothing is observed here: address=" + address + " observed="
                    + expected.keySet() + "; ask for one of these");
        }
        return name;
    }

    /** The name under which a given value is fed. */
    static String placeholder(String address) {
        return "given." + address;
    }

    void requireAllUsed() {
        if (!used.containsAll(given.keySet())) {
            throw new IllegalArgumentException("generator: the model misses a latent: given=" + given.keySet()
                    + " found=" + used + "; give values of what it samples");
        }
    }

    @Override
    public SDVariable sample(GraphTrace at, String address, Distribution distribution, Strategy strategy) {
        Integer numbers = given.get(address);
        if (numbers == null) {
            return distribution.draw(at.lanes());
        }
        used.add(address);
        GraphLanes lanes = at.lanes();
        return lanes.graph().placeholder(placeholder(address), lanes.shape().lanes(), numbers);
    }

    @Override
    public void observe(GraphTrace at, String address, Distribution distribution, SDVariable value) {
        SDVariable mean;
        if (distribution instanceof Distribution.Relaxed relaxed) {
            mean = relaxed.mean();
        } else if (distribution instanceof Normal normal) {
            mean = normal.mean();
        } else {
            throw new IllegalArgumentException("generator: expected value is not known: address=" + address
                    + " distribution=" + distribution.getClass().getSimpleName()
                    + "; it is of normal, Bernoulli and categorical ones");
        }
        GraphLanes lanes = at.lanes();
        // As the result of an operation, which parameters are not.
        expected.put(address, lanes.broadcast(mean, lanes.event(mean)).add(0).name());
    }

    @Override
    public void score(GraphTrace at, String address, SDVariable logFactor) {
        throw new IllegalArgumentException("generator: factors have no values: address=" + address
                + "; a model that is run forwards samples and observes only");
    }

    @Override
    public void marginal(GraphTrace at, Marginal marginal) {
        throw new IllegalArgumentException(
                "generator: a marginal is a guide: kept=" + marginal.kept() + "; a model samples its auxiliary values");
    }
}
