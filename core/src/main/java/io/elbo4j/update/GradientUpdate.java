package io.elbo4j.update;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Gradient ascent on the ELBO in the coordinates (mean, log sd), with the divergence's gradient in closed form.
 *
 * @param optimiser for both coordinates
 * @param schedule of its rate
 */
public record GradientUpdate(FirstOrder optimiser, Schedule schedule) implements MeanFieldUpdate {

    @Override
    public List<Newcomer> newcomers() {
        return Collections.nCopies(2 * optimiser.slots(), Newcomer.ZERO);
    }

    @Override
    public MeanFieldState initial(SparseGaussian posterior, Target target) {
        List<float[]> slots = new ArrayList<>();
        for (int i = 0; i < 2 * optimiser.slots(); i++) {
            slots.add(new float[posterior.active()]);
        }
        return new MeanFieldState(posterior, slots, 0);
    }

    @Override
    public MeanFieldState next(MeanFieldState state, Sums gradient, Target target) {
        SparseGaussian q = state.posterior();
        float[] mean = q.mean().clone();
        float[] sd = q.sd().clone();
        float[][] slots = state.copyOfSlots();
        double[] meanGradient = gradient.arrays().get(0);
        double[] logSdGradient = gradient.arrays().get(1);
        long step = state.step() + 1;
        FirstOrder.Step move = optimiser.at(step, schedule.at(state.step()));
        for (ParameterBlock block : target.layout().blocks()) {
            int end = q.position(block.end());
            for (int k = q.position(block.offset()); k < end; k++) {
                double g = meanGradient[k] / gradient.rows();
                if (block.role() == Role.STATISTIC) {
                    mean[k] += (float) (RunningMoments.RATE * g);
                    continue;
                }
                int index = q.support()[k];
                double precision = block.role() == Role.WEIGHT
                        ? target.prior().precision(index)
                        : target.prior().pointPrecision(index);
                double pull = precision == 0
                        ? 0
                        : target.prior().meanPrecision(index, precision)
                                * (mean[k] - target.prior().mean(index));
                mean[k] += (float) move.move(g - target.klScale() * pull, slots, 0, k);
                if (!q.isPoint(k)) {
                    // ∂KL/∂ log σ = pσ² − 1
                    double klGradient = precision * sd[k] * sd[k] - 1;
                    double s = logSdGradient[k] / gradient.rows() - target.klScale() * klGradient;
                    sd[k] *= (float) Math.exp(move.move(s, slots, optimiser.slots(), k));
                }
            }
        }
        return new MeanFieldState(new SparseGaussian(q.dimension(), q.support(), mean, sd), List.of(slots), step);
    }
}
