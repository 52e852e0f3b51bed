package io.elbo4j.program;

import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** Takes the values of a model from the guide; of a guide from the model, where that one dreams. */
final class Scoring implements Handler {

    private final Map<String, Draw> latents;
    private final String drawing;
    private final String scored;
    private final Set<String> used = new HashSet<>();
    private final List<Term> terms = new ArrayList<>();
    private final Map<String, Distribution> priors = new HashMap<>();

    /** Of what this side has drawn, for the other side. */
    Scoring(Map<String, Draw> latents, String drawing, String scored) {
        this.latents = latents;
        this.drawing = drawing;
        this.scored = scored;
    }

    List<Term> terms() {
        return terms;
    }

    /** Of the latents, by address. */
    Map<String, Distribution> priors() {
        return priors;
    }

    /** Nothing that the guide draws may be unknown to the model. */
    void requireAllUsed() {
        for (String address : latents.keySet()) {
            if (!used.contains(address)) {
                throw new IllegalArgumentException("program: the " + scored + " misses a latent: address=" + address
                        + "; the model samples what the guide does, or sum it out with Marginal");
            }
        }
    }

    @Override
    public SDVariable sample(GraphTrace at, String address, Distribution distribution, Strategy strategy) {
        Draw drawn = latents.get(address);
        if (drawn == null) {
            throw new IllegalArgumentException("program: the " + drawing + " misses a latent: address=" + address + " "
                    + drawing + "=" + latents.keySet() + "; sample it in the " + drawing + ", too");
        }
        if (!drawn.shape().equals(at.lanes().shape())) {
            throw new IllegalArgumentException("program: plates differ: address=" + address + " " + drawing + "="
                    + drawn.shape().plates() + " " + scored + "="
                    + at.lanes().shape().plates()
                    + "; sample it in the same plates in both");
        }
        if (!drawn.distribution().support().isWithin(distribution.support())) {
            throw new IllegalArgumentException("program: supports differ: address=" + address + " " + drawing + "="
                    + drawn.distribution().support() + " " + scored + "=" + distribution.support() + "; the " + drawing
                    + " may draw what the " + scored + " thinks impossible");
        }
        used.add(address);
        priors.put(address, distribution);
        terms.add(new Term(
                Term.Kind.PRIOR,
                address,
                distribution.logDensity(at.lanes(), drawn.value()),
                at.lanes().shape(),
                drawn.value(),
                distribution.support()));
        return drawn.value();
    }

    @Override
    public void observe(GraphTrace at, String address, Distribution distribution, SDVariable value) {
        terms.add(new Term(
                Term.Kind.LIKELIHOOD,
                address,
                distribution.logDensity(at.lanes(), value),
                at.lanes().shape(),
                value,
                distribution.support()));
    }

    @Override
    public void score(GraphTrace at, String address, SDVariable logFactor) {
        terms.add(new Term(Term.Kind.LIKELIHOOD, address, logFactor, at.lanes().shape(), null, null));
    }

    @Override
    public void marginal(GraphTrace at, Marginal marginal) {
        throw new IllegalArgumentException("program: a marginal is a guide: kept=" + marginal.kept()
                + "; a model samples its auxiliary values, and the guide draws them");
    }
}
