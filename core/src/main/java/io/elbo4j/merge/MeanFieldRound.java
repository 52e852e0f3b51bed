package io.elbo4j.merge;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.family.SparseGaussianFamily;
import io.elbo4j.math.Sums;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Slots;
import io.elbo4j.update.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A round of training a mean-field Gaussian: local step and merge in one value. Contributions are {@link Sums}. */
public interface MeanFieldRound extends SumsRound<MeanFieldState> {

    /** How many steps of the rule one round takes. */
    int stepsPerRound();

    /** What the state keeps of each parameter beside its normal. */
    Slots slots();

    /**
     * The arrays, a row, of a contribution that would leave the state as it is; none where that is 0. Contributions travel as
     * differences from it where messages are short.
     */
    default List<float[]> standing(MeanFieldState state) {
        return List.of();
    }

    /**
     * The outcome with its diagnostics, after a check that all of it is finite.
     *
     * @param sums rows and log likelihood of this round
     * @throws DivergedException when the log likelihood, the divergence or a parameter is not finite
     */
    static Outcome<MeanFieldState> checked(Round<MeanFieldState> round, MeanFieldState next, Sums sums, Target target) {
        SparseGaussian q = next.posterior();
        double kl = SparseGaussianFamily.INSTANCE.klNats(q, target.fullPrior());
        double nll = -sums.logLik() / sums.rows();
        double elbo = target.objective().value(-nll * target.totalRows(), kl);
        if (!Double.isFinite(elbo)) {
            throw new DivergedException(round.index(), "elbo=" + elbo + " nll=" + nll + " kl=" + kl);
        }
        for (float mean : q.mean()) {
            if (!Float.isFinite(mean)) {
                throw new DivergedException(round.index(), "a posterior mean is " + mean);
            }
        }
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("step", (double) next.step());
        diagnostics.put("elbo", elbo);
        diagnostics.put("nll", nll);
        diagnostics.put("kl", kl);
        diagnostics.put("activeWeights", (double) activeWeights(q, target));
        return new Outcome<>(next, diagnostics);
    }

    /** How many of the active parameters are weights. */
    static int activeWeights(SparseGaussian q, Target target) {
        return target.layout().weightBlocks().stream().mapToInt(q::active).sum();
    }
}
