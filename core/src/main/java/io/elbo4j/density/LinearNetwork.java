package io.elbo4j.density;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear regression with known noise, in plain Java and double precision inside: the smallest network there is, and the
 * one whose posterior is known in closed form.
 *
 * @param inputs F
 * @param bias whether there is an intercept (a point with a flat prior)
 * @param observation the noise
 */
public record LinearNetwork(int inputs, boolean bias, GaussianFixedNoise observation)
        implements FeatureNetwork, LocalLogLikelihood {

    @Override
    public ParameterLayout layout() {
        List<ParameterBlock> blocks = new ArrayList<>();
        blocks.add(new ParameterBlock("output.weight", List.of(1, inputs), 0, Role.WEIGHT, inputs, 1, 0f));
        if (bias) {
            blocks.add(new ParameterBlock("output.bias", List.of(1), inputs, Role.POINT, 1, 1, 0f));
        }
        return new ParameterLayout(blocks);
    }

    @Override
    public long[] multiplicationsPerWeight() {
        return bias ? new long[] {1, 0} : new long[] {1};
    }

    @Override
    public int featureWidth() {
        return inputs;
    }

    @Override
    public ParameterBlock head() {
        return layout().blocks().get(0);
    }

    @Override
    public float[] features(float[] theta, Features rows) {
        return rows.dense();
    }

    @Override
    public float[] pullback(float[] theta, Features rows, float[] featureGradient) {
        return new float[layoutSize()];
    }

    @Override
    public float[] outputs(float[] theta, Features features) {
        int rows = features.rows();
        float[] x = features.dense();
        float[] out = new float[rows];
        for (int r = 0; r < rows; r++) {
            out[r] = (float) (intercept(theta) + dot(theta, x, r * inputs));
        }
        return out;
    }

    @Override
    public ValueGrad valueGrad(float[] theta, Batch batch) {
        double[] gradient = new double[layoutSize()];
        float[] features = batch.features().dense();
        double logLik = 0;
        for (int r = 0; r < batch.rows(); r++) {
            double residual = batch.targets()[r] - intercept(theta) - dot(theta, features, r * inputs);
            logLik += logDensity(residual);
            backward(gradient, features, r, residual / observation.noiseVariance());
        }
        return new ValueGrad(logLik, single(gradient));
    }

    @Override
    public SpreadGrad locallyReparameterised(float[] mean, float[] variance, Key noise, Batch batch) {
        double[] meanGradient = new double[layoutSize()];
        double[] varianceGradient = new double[layoutSize()];
        float[] features = batch.features().dense();
        double logLik = 0;
        for (int r = 0; r < batch.rows(); r++) {
            int at = r * inputs;
            double spread = 0;
            for (int f = 0; f < inputs; f++) {
                double x = features[at + f];
                spread += variance[f] * x * x;
            }
            double sd = Math.sqrt(spread);
            double draw = noise.gaussian(r);
            double residual = batch.targets()[r] - intercept(mean) - dot(mean, features, at) - sd * draw;
            logLik += logDensity(residual);
            double g = residual / observation.noiseVariance();
            backward(meanGradient, features, r, g);
            double toVariance = sd > 0 ? g * draw / (2 * sd) : 0;
            for (int f = 0; f < inputs; f++) {
                double x = features[at + f];
                varianceGradient[f] += toVariance * x * x;
            }
        }
        return new SpreadGrad(logLik, single(meanGradient), single(varianceGradient));
    }

    @Override
    public SpreadGrad flipout(float[] mean, float[] perturbation, Key signs, Batch batch) {
        double[] meanGradient = new double[layoutSize()];
        double[] perturbationGradient = new double[layoutSize()];
        float[] features = batch.features().dense();
        double logLik = 0;
        float[] flips = new float[inputs + 1];
        for (int r = 0; r < batch.rows(); r++) {
            int at = r * inputs;
            signs.fold(r).signs(flips);
            double perturbed = 0;
            for (int f = 0; f < inputs; f++) {
                perturbed += perturbation[f] * flips[f] * features[at + f];
            }
            double residual =
                    batch.targets()[r] - intercept(mean) - dot(mean, features, at) - flips[inputs] * perturbed;
            logLik += logDensity(residual);
            double g = residual / observation.noiseVariance();
            backward(meanGradient, features, r, g);
            for (int f = 0; f < inputs; f++) {
                perturbationGradient[f] += g * flips[inputs] * flips[f] * features[at + f];
            }
        }
        return new SpreadGrad(logLik, single(meanGradient), single(perturbationGradient));
    }

    private double intercept(float[] theta) {
        return bias ? theta[inputs] : 0;
    }

    private double dot(float[] theta, float[] features, int at) {
        double sum = 0;
        for (int f = 0; f < inputs; f++) {
            sum += (double) theta[f] * features[at + f];
        }
        return sum;
    }

    private void backward(double[] gradient, float[] features, int row, double g) {
        for (int f = 0; f < inputs; f++) {
            gradient[f] += g * features[row * inputs + f];
        }
        if (bias) {
            gradient[inputs] += g;
        }
    }

    private double logDensity(double residual) {
        return GaussianFixedNoise.normal(residual, Math.log(observation.noiseVariance()));
    }

    private int layoutSize() {
        return inputs + (bias ? 1 : 0);
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
