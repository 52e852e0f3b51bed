package io.elbo4j.models.niwmeta;

import io.elbo4j.density.ValueGrad;
import java.util.Optional;

/**
 * A task as a function of some of its own weights, the others being 0.
 *
 * @param whole function of all own weights
 * @param active which there are, {@code [A]}
 * @param own how many there could be
 */
record ActiveTask(TaskLikelihood whole, int[] active, int own) implements TaskLikelihood {

    /** All own weights, {@code [own]}. */
    static float[] spread(float[] values, int[] active, int own) {
        float[] all = new float[own];
        for (int i = 0; i < active.length; i++) {
            all[active[i]] = values[i];
        }
        return all;
    }

    private float[] spread(float[] values) {
        return spread(values, active, own);
    }

    private double[] spread(double[] values) {
        double[] all = new double[own];
        for (int i = 0; i < active.length; i++) {
            all[active[i]] = values[i];
        }
        return all;
    }

    private double[] chosen(double[] all) {
        double[] some = new double[active.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[active[i]];
        }
        return some;
    }

    @Override
    public ValueGrad at(float[] values) {
        ValueGrad all = whole.at(spread(values));
        float[] gradient = new float[active.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = all.gradient()[active[i]];
        }
        return new ValueGrad(all.logLikSum(), gradient);
    }

    @Override
    public float[] sharedGradient(float[][] draws) {
        float[][] all = new float[draws.length][];
        for (int s = 0; s < draws.length; s++) {
            all[s] = spread(draws[s]);
        }
        return whole.sharedGradient(all);
    }

    @Override
    public float[] mixedDerivative(float[] values, double[] direction) {
        return whole.mixedDerivative(spread(values), spread(direction));
    }

    @Override
    public double[] curvatureTimes(float[] values, double[] direction) {
        return chosen(whole.curvatureTimes(spread(values), spread(direction)));
    }

    @Override
    public float[] outputs(float[] values) {
        return whole.outputs(spread(values));
    }

    @Override
    public Optional<LinearRows> linear() {
        return whole.linear().map(rows -> rows.of(active));
    }

    @Override
    public float[] sharedGradient(double[] byInput, double byLogNoise) {
        double[] all = new double[byInput.length / active.length * own];
        for (int i = 0; i < byInput.length; i++) {
            all[i / active.length * own + active[i % active.length]] = byInput[i];
        }
        return whole.sharedGradient(all, byLogNoise);
    }

    @Override
    public double[] curvature(float[] values) {
        return chosen(whole.curvature(spread(values)));
    }
}
