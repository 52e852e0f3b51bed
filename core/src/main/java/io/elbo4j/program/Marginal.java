package io.elbo4j.program;

import java.util.Set;

/**
 * A program whose other random values are auxiliary: q(x) = ∫ q(u) q(x given u) du. The density is estimated by sampling and importance weighting: log 1/N Σ q(x given
 * uₙ), where u₁ is what x was drawn with and the others are drawn anew from the program itself. As a guide, the ELBO then stays
 * a lower bound; N = 1 is hierarchical variational inference.
 *
 * @param program that draws all
 * @param kept addresses that count
 * @param particles N
 */
public record Marginal(Program program, Set<String> kept, int particles) implements Program {

    public Marginal {
        kept = Set.copyOf(kept);
        if (kept.isEmpty() || particles < 1) {
            throw new IllegalArgumentException("marginal: nothing to estimate: kept=" + kept + " particles=" + particles
                    + "; keep at least one address, with at least one particle");
        }
    }

    @Override
    public void run(Trace trace) {
        trace.marginal(this);
    }
}
