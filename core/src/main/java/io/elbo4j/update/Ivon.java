package io.elbo4j.update;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Subnormal;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Workspace;
import io.elbo4j.optim.Schedule;
import io.elbo4j.paper.Equation;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Improved variational online Newton (Shen et al., "Variational learning is effective for large deep networks", arXiv
 * 2402.17641v2, algorithm 1). The variance is 1 / (λ(h + δ)) with λ = N/T, δ = prior precision · T/N and h a running
 * estimate of the mean Hessian, so that variances cost no gradient of their own and no
 * transcendental function.
 *
 * <p>Any estimator serves: h's estimate is −(∂ E log p/∂ log σ) / σ² by Price's theorem, which for weight sampling is the
 * paper's gradient · (θ − μ)/σ². Points (biases, scales) have no h of their own; they take the same momentum step with h held at
 * its start.
 *
 * @param schedule of the rate α
 * @param beta1 decay of the momentum g
 * @param beta2 decay of h
 * @param initialHessian h₀, where the prior does not know better
 * @param clip ξ: largest preconditioned step before the rate; infinity for none
 * @param rescaleRate whether α is multiplied by (h₀ + δ), as in the published code; of priors so narrow that steps would be
 *     more than {@value #NEWTON} of Newton's, by as much as makes them that
 */
public record Ivon(
        Schedule schedule, double beta1, double beta2, double initialHessian, double clip, boolean rescaleRate)
        implements MeanFieldUpdate {

    /**
     * The largest part of Newton's step that one step goes: m ← m − ρ(m − m₀) is all that a narrow prior lets happen, and needs
     * ρ below 2 with momentum and noise to spare.
     */
    public static final double NEWTON = 0.5;

    private static final int MOMENTUM = 0;
    private static final int HESSIAN = 1;

    public Ivon {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && initialHessian > 0 && clip > 0)) {
            throw new IllegalArgumentException(
                    "ivon: out of range: train.beta1=" + beta1 + " train.beta2=" + beta2 + " train.initialHessian="
                            + initialHessian + " train.clip=" + clip + "; decays are in [0, 1), the others above 0");
        }
    }

    /**
     * The same rule with the rate α·h₀ of weights whatever δ is: for priors that grow narrower during training, as cavities do.
     * Where δ is far below h₀ nothing changes.
     */
    public Ivon withoutRescaling() {
        return rescaleRate ? new Ivon(schedule.times(initialHessian), beta1, beta2, initialHessian, clip, false) : this;
    }

    @Override
    public List<Newcomer> newcomers() {
        return List.of(Newcomer.ZERO, Newcomer.LAYER_MEAN);
    }

    @Override
    public MeanFieldState initial(SparseGaussian posterior, Target target) {
        float[] hessian = new float[posterior.active()];
        float[] sd = posterior.sd().clone();
        for (int k = 0; k < sd.length; k++) {
            int index = posterior.support()[k];
            double shown = posterior.isPoint(k) ? 0 : target.prior().hessianPerRow(index);
            hessian[k] = (float) (shown > 0 ? shown : initialHessian);
            if (!posterior.isPoint(k)) {
                double delta = target.prior().precision(index) * target.klScale();
                sd[k] = (float) Math.sqrt(target.klScale() / (hessian[k] + delta));
            }
        }
        SparseGaussian start = new SparseGaussian(posterior.dimension(), posterior.support(), posterior.mean(), sd);
        return new MeanFieldState(start, List.of(new float[posterior.active()], hessian), 0);
    }

    /** h = precision · T/N − δ, so that the next step starts from the belief's own variance; no momentum. */
    @Override
    public MeanFieldState around(SparseGaussian belief, Target target) {
        float[] hessian = new float[belief.active()];
        for (int k = 0; k < hessian.length; k++) {
            double sd = belief.sd()[k];
            double evidence = 1 / (sd * sd) - target.prior().precision(belief.support()[k]);
            hessian[k] = (float) (belief.isPoint(k) ? initialHessian : evidence * target.klScale());
        }
        return new MeanFieldState(belief, List.of(new float[belief.active()], hessian), 0);
    }

    @Override
    public MeanFieldState next(MeanFieldState state, Sums gradient, Target target) {
        return next(state, gradient, target, new Workspace());
    }

    @Override
    @Equation(paper = "arXiv:2402.17641v2", number = "Algorithm 1")
    public MeanFieldState next(MeanFieldState state, Sums gradient, Target target, Workspace workspace) {
        SparseGaussian q = state.posterior();
        Step step = new Step(state, gradient, target, workspace);
        for (ParameterBlock block : target.layout().blocks()) {
            int end = q.position(block.end());
            int to;
            for (int from = q.position(block.offset()); from < end; from = to) {
                to = endOfStretch(q.sd(), from, Math.min(end, from + IvonStretch.LENGTH));
                if (block.role() == Role.STATISTIC) {
                    step.statistic(from, to - from);
                } else if (q.isPoint(from)) {
                    step.point(from, to - from);
                } else {
                    step.weight(from, to - from);
                }
            }
        }
        return step.taken();
    }

    /** Where points end and others begin, or the other way round. */
    private static int endOfStretch(float[] sd, int from, int most) {
        // Most stretches have no point at all, which a loop without a branch finds out at a vector's pace.
        float least = Float.MAX_VALUE;
        for (int k = from; k < most; k++) {
            least = Math.min(least, sd[k]);
        }
        if (least > 0) {
            return most;
        }
        boolean point = sd[from] == 0;
        for (int k = from + 1; k < most; k++) {
            if ((sd[k] == 0) != point) {
                return k;
            }
        }
        return most;
    }

    /** One step, stretch by stretch. */
    private final class Step {
        private final MeanFieldState before;
        private final SparseGaussian q;
        private final Sums gradient;
        private final Target target;
        private final double rate;
        private final double debias;
        private final float[] mean;
        private final float[] sd;
        private final float[] momentum;
        private final float[] hessian;
        private final boolean uniform;
        private final IvonStretch stretch = new IvonStretch();

        Step(MeanFieldState before, Sums gradient, Target target, Workspace workspace) {
            this.before = before;
            this.q = before.posterior();
            this.gradient = gradient;
            this.target = target;
            this.rate = schedule.at(before.step());
            this.debias = 1 - Math.pow(beta1, (double) before.step() + 1);
            this.mean = workspace.floats(q.active());
            this.sd = workspace.floats(q.active());
            this.momentum = workspace.floats(q.active());
            this.hessian = workspace.floats(q.active());
            this.uniform = target.prior().uniform();
            for (int i = 0; uniform && i < IvonStretch.LENGTH; i++) {
                prior(i, 0, target.prior().precision(0));
            }
        }

        void statistic(int from, int size) {
            read(from, size);
            for (int i = 0; i < size; i++) {
                stretch.mean[i] -= (float) (RunningMoments.RATE * stretch.descent[i]);
            }
            write(from, size);
        }

        void point(int from, int size) {
            read(from, size);
            stretch.momentum(beta1);
            if (target.prior().pointPrecision(q.support()[from]) == 0) {
                stretch.plain(rescaleRate ? rate : rate / initialHessian, debias, clip);
            } else {
                prior(from, size, target.prior()::pointPrecision);
                newton();
            }
            write(from, size);
        }

        void weight(int from, int size) {
            read(from, size);
            if (!uniform) {
                prior(from, size, target.prior()::precision);
            }
            stretch.momentum(beta1);
            stretch.hessian(beta2);
            stretch.sd(target.klScale());
            newton();
            write(from, size);
        }

        private void prior(int from, int size, IntToDoubleFunction precision) {
            for (int i = 0; i < size; i++) {
                int index = q.support()[from + i];
                prior(i, index, precision.applyAsDouble(index));
            }
        }

        private void prior(int i, int index, double precision) {
            stretch.delta[i] = (float) (precision * target.klScale());
            stretch.pull[i] = (float) (target.prior().meanPrecision(index, precision) * target.klScale());
            stretch.pace[i] = (float) target.prior().pace(index);
            stretch.priorMean[i] = (float) target.prior().mean(index);
        }

        private void newton() {
            double mostDelta = Math.max(0, NEWTON / schedule.peak() - initialHessian);
            stretch.newton(rescaleRate ? rate * initialHessian : rate, rescaleRate ? rate : 0, mostDelta, debias, clip);
        }

        private void read(int from, int size) {
            System.arraycopy(q.mean(), from, stretch.mean, 0, size);
            System.arraycopy(q.sd(), from, stretch.sd, 0, size);
            System.arraycopy(before.slots().get(MOMENTUM), from, stretch.momentum, 0, size);
            System.arraycopy(before.slots().get(HESSIAN), from, stretch.hessian, 0, size);
            double perRow = 1 / gradient.rows();
            double[] meanGradient = gradient.arrays().get(0);
            double[] logSdGradient = gradient.arrays().get(1);
            for (int i = 0; i < size; i++) {
                stretch.descent[i] = (float) (-meanGradient[from + i] * perRow);
                stretch.slope[i] = (float) (logSdGradient[from + i] * perRow);
            }
            Subnormal.toZero(stretch.descent);
            Subnormal.toZero(stretch.slope);
        }

        private void write(int from, int size) {
            stretch.settle();
            System.arraycopy(stretch.mean, 0, mean, from, size);
            System.arraycopy(stretch.sd, 0, sd, from, size);
            System.arraycopy(stretch.momentum, 0, momentum, from, size);
            System.arraycopy(stretch.hessian, 0, hessian, from, size);
        }

        MeanFieldState taken() {
            return new MeanFieldState(
                    new SparseGaussian(q.dimension(), q.support(), mean, sd),
                    List.of(momentum, hessian),
                    before.step() + 1);
        }
    }
}
