package io.elbo4j.models.fieldspace;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.math.Sums;
import java.util.LinkedHashMap;
import java.util.Map;

/** A round of training fields: local step and merge in one value. */
interface FieldRound extends SumsRound<FieldState> {

    /**
     * The outcome with its diagnostics, after a check that all of it is finite.
     *
     * @param sums rows and log likelihood of this round
     * @throws DivergedException when the log likelihood, the divergence or a field is not finite
     */
    static Outcome<FieldState> checked(Round<FieldState> round, FieldState next, Sums sums, FieldTarget target) {
        double kl = target.penalty().nats(next.belief());
        double nll = -sums.logLik() / sums.rows();
        double elbo = -nll * target.totalRows() - target.temperature() * kl;
        if (!Double.isFinite(elbo)) {
            throw new DivergedException(round.index(), "elbo=" + elbo + " nll=" + nll + " kl=" + kl);
        }
        for (float field : next.belief().field()) {
            if (!Float.isFinite(field)) {
                throw new DivergedException(round.index(), "a field is " + field);
            }
        }
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("step", (double) next.step());
        diagnostics.put("elbo", elbo);
        diagnostics.put("nll", nll);
        diagnostics.put("kl", kl);
        return new Outcome<>(next, diagnostics);
    }
}
