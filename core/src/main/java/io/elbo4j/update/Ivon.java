package io.elbo4j.update;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.Schedule;
import io.elbo4j.paper.Equation;
import java.util.List;

/**
 * Improved variational online Newton (Shen et al., "Variational learning is effective for large deep networks", arXiv
 * 2402.17641v2, algorithm 1). The variance is 1 / (λ(h + δ)) with λ = N/T, δ = prior precision · T/N and h a running
 * estimate of the mean Hessian, so that variances cost no gradient of their own and no
 * transcendental function.
 *
 * <p>Any estimator serves: h's estimate is −(∂ E log p/∂ log σ) / σ² by Price's theorem, which for weight sampling is the
 * paper's gradient · (θ − μ)/σ². Points (biases, scales) have no h; they take the same momentum step with h held at its
 * start.
 *
 * @param schedule of the rate α
 * @param beta1 decay of the momentum g
 * @param beta2 decay of h
 * @param initialHessian h₀
 * @param clip ξ: largest preconditioned step before the rate; infinity for none
 * @param rescaleRate whether α is multiplied by (h₀ + δ), as in the published code
 */
public record Ivon(
        Schedule schedule, double beta1, double beta2, double initialHessian, double clip, boolean rescaleRate)
        implements MeanFieldUpdate {

    private static final int MOMENTUM = 0;
    private static final int HESSIAN = 1;

    public Ivon {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && initialHessian > 0 && clip > 0)) {
            throw new IllegalArgumentException(
                    "ivon: out of range: train.beta1=" + beta1 + " train.beta2=" + beta2 + " train.initialHessian="
                            + initialHessian + " train.clip=" + clip + "; decays are in [0, 1), the others above 0");
        }
    }

    @Override
    public List<Newcomer> newcomers() {
        return List.of(Newcomer.ZERO, Newcomer.LAYER_MEAN);
    }

    @Override
    public MeanFieldState initial(SparseGaussian posterior, Target target) {
        float[] hessian = new float[posterior.active()];
        java.util.Arrays.fill(hessian, (float) initialHessian);
        float[] sd = posterior.sd().clone();
        for (int k = 0; k < sd.length; k++) {
            if (!posterior.isPoint(k)) {
                double delta = target.prior().precision(posterior.support()[k]) * target.klScale();
                sd[k] = (float) Math.sqrt(target.klScale() / (initialHessian + delta));
            }
        }
        SparseGaussian start = new SparseGaussian(posterior.dimension(), posterior.support(), posterior.mean(), sd);
        return new MeanFieldState(start, List.of(new float[posterior.active()], hessian), 0);
    }

    @Override
    @Equation(paper = "arXiv:2402.17641v2", number = "Algorithm 1")
    public MeanFieldState next(MeanFieldState state, Sums gradient, Target target) {
        SparseGaussian q = state.posterior();
        float[] mean = q.mean().clone();
        float[] sd = q.sd().clone();
        float[][] slots = state.copyOfSlots();
        double rate = schedule.at(state.step());
        long step = state.step() + 1;
        double debias = 1 - Math.pow(beta1, (double) step);
        for (ParameterBlock block : target.layout().blocks()) {
            int end = q.position(block.end());
            for (int k = q.position(block.offset()); k < end; k++) {
                double descent = -gradient.arrays().get(0)[k] / gradient.rows();
                if (block.role() == Role.STATISTIC) {
                    mean[k] -= (float) (RunningMoments.RATE * descent);
                    continue;
                }
                double g = beta1 * slots[MOMENTUM][k] + (1 - beta1) * descent;
                slots[MOMENTUM][k] = (float) g;
                if (q.isPoint(k)) {
                    mean[k] -= (float) (rate * (rescaleRate ? 1 : 1 / initialHessian) * clipped(g / debias));
                    continue;
                }
                double delta = target.prior().precision(q.support()[k]) * target.klScale();
                double variance = (double) sd[k] * sd[k];
                double hessianNow = -gradient.arrays().get(1)[k] / (gradient.rows() * variance);
                double h = hessian(slots[HESSIAN][k], hessianNow, delta);
                slots[HESSIAN][k] = (float) h;
                double pull = delta * (mean[k] - target.prior().mean(q.support()[k]));
                double alpha = rescaleRate ? rate * (initialHessian + delta) : rate;
                mean[k] -= (float) (alpha * clipped((g / debias + pull) / (h + delta)));
                sd[k] = (float) Math.sqrt(target.klScale() / (h + delta));
            }
        }
        return new MeanFieldState(new SparseGaussian(q.dimension(), q.support(), mean, sd), List.of(slots), step);
    }

    /** The running Hessian; the last term, of second order, keeps h + δ above half its former value. */
    private double hessian(double h, double now, double delta) {
        double gap = (1 - beta2) * (h - now);
        return beta2 * h + (1 - beta2) * now + 0.5 * gap * gap / (h + delta);
    }

    private double clipped(double step) {
        return Math.max(-clip, Math.min(clip, step));
    }
}
