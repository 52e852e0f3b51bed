package io.elbo4j.models.fieldspace;

import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradient ascent in the fields.
 *
 * @param optimiser of the fields
 * @param schedule of its rate
 * @param inverseTemperature β by step
 * @param divergence what pulls back
 */
public record FieldUpdate(
        FirstOrder optimiser, Schedule schedule, InverseTemperature inverseTemperature, Divergence divergence)
        implements Serializable {

    /** The state before the first step: the same belief at the first β. */
    public FieldState initial(BinaryField start) {
        BinaryField first = start.retold(inverseTemperature.at(0));
        List<float[]> slots = new ArrayList<>();
        for (int i = 0; i < optimiser.slots(); i++) {
            slots.add(new float[first.dimension()]);
        }
        if (divergence == Divergence.LAST_ITERATE) {
            slots.add(first.field());
        }
        return new FieldState(first, slots, 0);
    }

    /**
     * One step on.
     *
     * @param gradient of the log likelihood, summed over its rows
     */
    FieldState next(FieldState state, Sums gradient, FieldTarget target) {
        BinaryField q = state.belief();
        float[] field = q.field().clone();
        float[][] slots = state.copyOfSlots();
        double[] ascent = gradient.arrays().get(0);
        boolean drag = divergence == Divergence.LAST_ITERATE;
        float[] before = drag ? slots[optimiser.slots()] : field;
        double[] pull = drag ? q.klGradient(q.with(before)) : target.penalty().gradient(q);
        double pullScale = target.temperature() / (drag ? gradient.rows() : target.totalRows());
        long step = state.step() + 1;
        FirstOrder.Step move = optimiser.at(step, schedule.at(state.step()));
        for (int k = 0; k < field.length; k++) {
            double g = ascent[k] / gradient.rows() - pullScale * pull[k];
            if (drag) {
                before[k] = field[k];
            }
            field[k] += (float) move.move(g, slots, 0, k);
        }
        BinaryField next = q.with(field).at(inverseTemperature.at(step));
        return new FieldState(next, List.of(slots), step);
    }
}
