package io.elbo4j.models.niwmeta;

import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;

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
    public boolean isLinearWithNormalNoise() {
        return whole.isLinearWithNormalNoise();
    }

    @Override
    public double[] outputVariances(Posterior belief) {
        if (belief instanceof DiagonalGaussian diagonal) {
            return whole.outputVariances(new DiagonalGaussian(spread(diagonal.mean()), spread(diagonal.variance())));
        }
        FullGaussian full = (FullGaussian) belief;
        double[] covariance = new double[own * own];
        for (int i = 0; i < active.length; i++) {
            for (int j = 0; j < active.length; j++) {
                covariance[active[i] * own + active[j]] = full.covariance()[i * active.length + j];
            }
        }
        return whole.outputVariances(new FullGaussian(spread(full.mean()), covariance));
    }

    @Override
    public double[] curvature(float[] values, boolean full) {
        double[] all = whole.curvature(spread(values), full);
        if (!full) {
            return chosen(all);
        }
        double[] some = new double[active.length * active.length];
        for (int i = 0; i < active.length; i++) {
            for (int j = 0; j < active.length; j++) {
                some[i * active.length + j] = all[active[i] * own + active[j]];
            }
        }
        return some;
    }
}
