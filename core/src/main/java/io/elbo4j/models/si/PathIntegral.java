package io.elbo4j.models.si;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that also adds up what each parameter contributed to the fall of the loss on its way: ω ← ω + ∇ log p · Δθ, a row. The
 * penalty's own gradient is not counted.
 *
 * @param rule that moves the points; its slots come first, ω is the last
 */
public record PathIntegral(MeanFieldUpdate rule) implements MeanFieldUpdate {

    @Override
    public List<Newcomer> newcomers() {
        List<Newcomer> all = new ArrayList<>(rule.newcomers());
        all.add(Newcomer.ZERO);
        return all;
    }

    @Override
    public MeanFieldState initial(SparseGaussian posterior, Target target) {
        MeanFieldState inner = rule.initial(posterior, target);
        return with(inner, new float[inner.posterior().active()]);
    }

    @Override
    @Equation(paper = "arXiv:1703.04200v3", number = "3")
    public MeanFieldState next(MeanFieldState state, Sums gradient, Target target) {
        List<float[]> inner = state.slots().subList(0, state.slots().size() - 1);
        MeanFieldState next = rule.next(new MeanFieldState(state.posterior(), inner, state.step()), gradient, target);
        float[] before = state.posterior().mean();
        float[] after = next.posterior().mean();
        float[] contribution = contribution(state).clone();
        double[] slope = gradient.arrays().get(0);
        for (int k = 0; k < contribution.length; k++) {
            contribution[k] += (float) (slope[k] / gradient.rows() * (after[k] - before[k]));
        }
        return with(next, contribution);
    }

    /** ω of a state: {@code [A]}, nats a row. */
    static float[] contribution(MeanFieldState state) {
        return state.slots().get(state.slots().size() - 1);
    }

    private static MeanFieldState with(MeanFieldState inner, float[] contribution) {
        List<float[]> slots = new ArrayList<>(inner.slots());
        slots.add(contribution);
        return new MeanFieldState(inner.posterior(), slots, inner.step());
    }
}
