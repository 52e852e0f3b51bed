package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.NetworkSpec;
import io.elbo4j.nn.OutputGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A task whose own weights are the last layer's. What lies before it is worked out once.
 *
 * @param weights which they are
 * @param shared the others, {@code [C]}
 * @param pass of the rows to what the last layer reads
 * @param features what the last layer reads, with the targets
 * @param head the last layer as a network of its own
 */
record HeadTask(OwnWeights weights, float[] shared, FeaturePass pass, Batch features, Network head)
        implements TaskLikelihood {

    static HeadTask of(OwnWeights weights, FeatureNetwork network, float[] shared, Batch rows) {
        int width = network.featureWidth();
        FeaturePass pass = network.pass(weights.theta(shared, new float[weights.own()]), rows.features());
        boolean bias = weights.own() > network.head().size();
        NetworkSpec spec = new NetworkSpec(List.of(width), List.of(), bias, network.observation());
        return new HeadTask(
                weights, shared, pass, new Batch(pass.features(), rows.targets(), width), new KernelNetwork(spec));
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
        float[] gradient = weights.sharedOf(pass.pullback(byFeature));
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
        float[] gradient = weights.sharedOf(pass.pullback(byFeature));
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
    public Optional<LinearRows> linear() {
        ObservationModel observation = head.observation();
        if (observation instanceof GaussianFixedNoise fixed) {
            return Optional.of(new LinearRows(inputs(), features.targets(), fixed.noiseVariance()));
        }
        return observation instanceof GaussianLearnedNoise
                ? Optional.of(new LinearRows(inputs(), features.targets(), Math.exp(noise())))
                : Optional.empty();
    }

    /** Of one output: its features, and 1 where it has a bias. */
    private double[] inputs() {
        int width = features.width();
        float[] x = features.features().dense();
        int own = weights.own();
        double[] inputs = new double[features.rows() * own];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i % own < width ? x[i / own * width + i % own] : 1;
        }
        return inputs;
    }

    @Override
    public float[] sharedGradient(double[] byInput, double byLogNoise) {
        if (shared.length == 0) {
            return shared;
        }
        int width = features.width();
        float[] byFeature = new float[features.rows() * width];
        for (int i = 0; i < byFeature.length; i++) {
            byFeature[i] = (float) byInput[i / width * weights.own() + i % width];
        }
        float[] gradient = weights.sharedOf(pass.pullback(byFeature));
        if (head.observation() instanceof GaussianLearnedNoise) {
            gradient[gradient.length - 1] = (float) byLogNoise;
        }
        return gradient;
    }

    @Override
    public double[] curvature(float[] own) {
        int outputs = head.observation().outputs();
        float[] out = outputs(own);
        int width = features.width();
        float[] x = features.features().dense();
        double[] curvature = new double[own.length];
        for (int i = 0; i < out.length; i++) {
            int k = i % outputs;
            double c = outputCurvature(head.observation(), out, i - k, k);
            for (int e = 0; e < width; e++) {
                double xe = x[i / outputs * width + e];
                curvature[k * width + e] += c * xe * xe;
            }
            if (own.length > outputs * width) {
                curvature[outputs * width + k] += c;
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
        return head.observation().sharedParameter().isEmpty() ? 0 : shared[shared.length - 1];
    }
}
