package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.NetworkSpec;
import io.elbo4j.nn.OutputGradient;
import java.util.Arrays;
import java.util.List;

/**
 * A task whose own weights are the last layer's. What lies before it is worked out once.
 *
 * @param network whose last layer is the task's
 * @param weights which they are
 * @param shared the others, {@code [C]}
 * @param rows of the task
 * @param features what the last layer reads, with the targets
 * @param head the last layer as a network of its own
 */
record HeadTask(FeatureNetwork network, OwnWeights weights, float[] shared, Batch rows, Batch features, Network head)
        implements TaskLikelihood {

    static HeadTask of(OwnWeights weights, FeatureNetwork network, float[] shared, Batch rows) {
        int width = network.featureWidth();
        float[] x = network.features(weights.theta(shared, new float[weights.own()]), rows.features());
        boolean bias = weights.own() > network.head().size();
        NetworkSpec spec = new NetworkSpec(List.of(width), List.of(), bias, network.observation());
        return new HeadTask(
                network, weights, shared, rows, new Batch(x, rows.targets(), width), new KernelNetwork(spec));
    }

    @Override
    public ValueGrad at(float[] own) {
        ValueGrad all = head.valueGrad(headTheta(own), features);
        return new ValueGrad(all.logLikSum(), Arrays.copyOf(all.gradient(), own.length));
    }

    @Override
    public float[] sharedGradient(float[][] draws) {
        if (shared.length == 0) {
            return shared;
        }
        int outputs = head.observation().outputs();
        int width = features.width();
        float[] byFeature = new float[features.rows() * width];
        double byNoise = 0;
        for (float[] own : draws) {
            float[] byOutput = OutputGradient.of(head.observation(), outputs(own), features.targets(), noise());
            for (int i = 0; i < byFeature.length; i++) {
                for (int k = 0; k < outputs; k++) {
                    byFeature[i] += byOutput[i / width * outputs + k] * own[k * width + i % width] / draws.length;
                }
            }
            if (head.layout().dimension() > own.length) {
                byNoise += head.valueGrad(headTheta(own), features).gradient()[own.length] / draws.length;
            }
        }
        float[] theta = weights.theta(shared, draws[0]);
        float[] gradient = weights.sharedOf(network.pullback(theta, rows.features(), byFeature));
        if (head.layout().dimension() > draws[0].length) {
            gradient[gradient.length - 1] = (float) byNoise;
        }
        return gradient;
    }

    @Override
    public float[] mixedDerivative(float[] own, double[] direction) {
        int outputs = head.observation().outputs();
        int width = features.width();
        float[] byOutput = OutputGradient.of(head.observation(), outputs(own), features.targets(), noise());
        double[] pulled = outputCurvatureTimes(own, along(direction));
        float[] byFeature = new float[features.rows() * width];
        for (int i = 0; i < byFeature.length; i++) {
            for (int k = 0; k < outputs; k++) {
                int weight = k * width + i % width;
                int output = i / width * outputs + k;
                byFeature[i] += (float) (byOutput[output] * direction[weight] - pulled[output] * own[weight]);
            }
        }
        float[] gradient = weights.sharedOf(network.pullback(weights.theta(shared, own), rows.features(), byFeature));
        if (head.layout().dimension() > own.length) {
            // The gradient is proportional to the precision of the noise.
            float[] slope = at(own).gradient();
            double change = 0;
            for (int i = 0; i < own.length; i++) {
                change -= slope[i] * direction[i];
            }
            gradient[gradient.length - 1] = (float) change;
        }
        return gradient;
    }

    @Override
    public double[] curvatureTimes(float[] own, double[] direction) {
        int outputs = head.observation().outputs();
        int width = features.width();
        float[] x = features.features().dense();
        double[] pulled = outputCurvatureTimes(own, along(direction));
        double[] product = new double[own.length];
        for (int i = 0; i < pulled.length; i++) {
            int k = i % outputs;
            for (int e = 0; e < width; e++) {
                product[k * width + e] += pulled[i] * x[i / outputs * width + e];
            }
            if (own.length > outputs * width) {
                product[outputs * width + k] += pulled[i];
            }
        }
        return product;
    }

    /** How the outputs move when the head moves, {@code [rows, K]}. */
    private double[] along(double[] direction) {
        int outputs = head.observation().outputs();
        int width = features.width();
        float[] x = features.features().dense();
        double[] moved = new double[features.rows() * outputs];
        for (int i = 0; i < moved.length; i++) {
            int k = i % outputs;
            moved[i] = direction.length > outputs * width ? direction[outputs * width + k] : 0;
            for (int e = 0; e < width; e++) {
                moved[i] += direction[k * width + e] * x[i / outputs * width + e];
            }
        }
        return moved;
    }

    /** The curvature of −log p in a row's outputs, times a vector for each row, {@code [rows, K]}. */
    private double[] outputCurvatureTimes(float[] own, double[] moved) {
        ObservationModel observation = head.observation();
        int outputs = observation.outputs();
        float[] out = outputs(own);
        double[] pulled = new double[moved.length];
        for (int at = 0; at < moved.length; at += outputs) {
            if (!(observation instanceof Categorical)) {
                pulled[at] = outputCurvature(observation, out, at, 0) * moved[at];
                continue;
            }
            double logTotal = Categorical.logSumExp(out, at, outputs);
            double mean = 0;
            for (int k = at; k < at + outputs; k++) {
                mean += Math.exp(out[k] - logTotal) * moved[k];
            }
            for (int k = at; k < at + outputs; k++) {
                pulled[k] = Math.exp(out[k] - logTotal) * (moved[k] - mean);
            }
        }
        return pulled;
    }

    @Override
    public float[] outputs(float[] own) {
        return head.outputs(headTheta(own), features);
    }

    @Override
    public boolean isLinearWithNormalNoise() {
        return head.observation() instanceof GaussianFixedNoise || head.observation() instanceof GaussianLearnedNoise;
    }

    @Override
    public double[] outputVariances(Posterior own) {
        int width = features.width();
        int d = own.dimension();
        float[] x = features.features().dense();
        double[] variances = new double[features.rows()];
        for (int row = 0; row < variances.length; row++) {
            for (int i = 0; i < d; i++) {
                double xi = i < width ? x[row * width + i] : 1;
                if (own instanceof FullGaussian full) {
                    for (int j = 0; j < d; j++) {
                        variances[row] += xi * full.covariance()[i * d + j] * (j < width ? x[row * width + j] : 1);
                    }
                } else {
                    variances[row] += xi * xi * ((DiagonalGaussian) own).variance()[i];
                }
            }
        }
        return variances;
    }

    @Override
    public double[] curvature(float[] own, boolean full) {
        ObservationModel observation = head.observation();
        int outputs = observation.outputs();
        if (full && outputs > 1) {
            throw new IllegalArgumentException(
                    "niw-meta: full matrices are for one output: outputs=" + outputs + "; use independent coordinates");
        }
        float[] out = outputs(own);
        int width = features.width();
        float[] x = features.features().dense();
        int perOutput = width + (own.length > outputs * width ? 1 : 0);
        double[] curvature = new double[full ? own.length * own.length : own.length];
        for (int row = 0; row < features.rows(); row++) {
            for (int k = 0; k < outputs; k++) {
                double c = outputCurvature(observation, out, row * outputs, k);
                for (int i = 0; i < perOutput; i++) {
                    double xi = i < width ? x[row * width + i] : 1;
                    if (!full) {
                        curvature[i < width ? k * width + i : outputs * width + k] += c * xi * xi;
                        continue;
                    }
                    for (int j = 0; j < perOutput; j++) {
                        // The inputs first, so that both halves have the same bits.
                        curvature[i * own.length + j] += c * (xi * (j < width ? x[row * width + j] : 1));
                    }
                }
            }
        }
        return curvature;
    }

    /** −∂² log p / ∂ output², in expectation over the target. */
    private double outputCurvature(ObservationModel observation, float[] out, int at, int k) {
        if (observation instanceof Categorical categorical) {
            double p = Math.exp(out[at + k] - Categorical.logSumExp(out, at, categorical.classes()));
            return p * (1 - p);
        }
        if (observation instanceof GaussianFixedNoise gaussian) {
            return 1 / gaussian.noiseVariance();
        }
        if (observation instanceof GaussianLearnedNoise) {
            return Math.exp(-noise());
        }
        throw new IllegalArgumentException("niw-meta: no curvature of this likelihood: likelihood=" + observation
                + "; use categorical or gaussian, or fit with sgld");
    }

    /** The last layer's parameters: the own weights, and a learned noise. */
    private float[] headTheta(float[] own) {
        int dimension = head.layout().dimension();
        float[] theta = Arrays.copyOf(own, dimension);
        if (dimension > own.length) {
            theta[own.length] = noise();
        }
        return theta;
    }

    /** The log of a learned noise variance; 0 where there is none. */
    private float noise() {
        return network.observation().sharedParameter().isEmpty() ? 0 : shared[shared.length - 1];
    }
}
