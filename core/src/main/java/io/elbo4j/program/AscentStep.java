package io.elbo4j.program;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.optim.FirstOrder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a gradient moves parameters.
 *
 * @param optimiser that sees gradients a row
 * @param rate of a step
 * @param layout of θ
 */
record AscentStep(FirstOrder optimiser, LearningRate rate, ParameterLayout layout) implements Serializable {

    /** Weight of the newest value in a running mean. */
    private static final double RUNNING = 0.1;

    /** Where a step led, and the length of the gradient. */
    record Taken(ProgramState state, double gradientNorm) {}

    /** With nothing remembered. */
    ProgramState start(float[] theta) {
        List<float[]> slots = new ArrayList<>();
        for (int s = 0; s < optimiser.slots(); s++) {
            slots.add(new float[theta.length]);
        }
        return new ProgramState(theta, slots, 0);
    }

    /**
     * One step up.
     *
     * @param gradient {@code [D]} of the whole objective
     * @param total N, by which the optimiser's gradient is divided
     */
    Taken from(ProgramState state, double[] gradient, double total) {
        float[] theta = state.theta().clone();
        float[][] slots = state.slots().stream().map(float[]::clone).toArray(float[][]::new);
        FirstOrder.Step move = optimiser.at(state.step() + 1, rate.at(state.step()));
        double squares = 0;
        for (ParameterBlock block : layout.blocks()) {
            boolean statistic = block.role() == Role.STATISTIC;
            int end = block.end();
            for (int i = block.offset(); i < end; i++) {
                if (statistic) {
                    theta[i] += (float) (RUNNING * gradient[i]);
                } else {
                    squares += gradient[i] * gradient[i];
                    theta[i] += (float) move.move(gradient[i] / total, slots, 0, i);
                }
            }
        }
        return new Taken(new ProgramState(theta, List.of(slots), state.step() + 1), Math.sqrt(squares));
    }
}
