package io.elbo4j.nn;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** What a DL4J network must be like to have a likelihood, and the change that gives it ours. */
final class Dl4jRules {

    private Dl4jRules() {}

    /**
     * Checks a file, and replaces its loss and output activation by the observation model, which has both in it.
     *
     * @return the loss that was put in
     * @throws IllegalArgumentException when the file draws random numbers of its own, or its loss is another likelihood
     */
    static ObservedLoss adopt(Dl4jFile file, ObservationModel observation) {
        file.layers().forEach(Dl4jRules::requireDeterministic);
        BaseLayer last = lossLayer(file.last());
        requireSameLikelihood(lossOf(last), last, observation);
        ObservedLoss loss = new ObservedLoss(observation);
        last.setActivationFn(new ActivationIdentity());
        if (last instanceof OutputLayer output) {
            output.setLossFn(loss);
        } else if (last instanceof LossLayer alone) {
            alone.setLossFn(loss);
        }
        return loss;
    }

    private static void requireDeterministic(String name, Layer layer) {
        String random = "";
        if (layer.getIDropout() != null) {
            random = layer.getIDropout().getClass().getSimpleName();
        } else if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
            random = base.getWeightNoise().getClass().getSimpleName();
        } else if (layer instanceof BaseLayer base && base.getActivationFn() instanceof ActivationRReLU) {
            random = "ActivationRReLU";
        }
        if (!random.isEmpty()) {
            throw new IllegalArgumentException("network: DL4J layer draws random numbers: layer=" + name + " random="
                    + random + "; remove it, the posterior takes its place");
        }
        if (layer instanceof FrozenLayer) {
            throw new IllegalArgumentException("network: DL4J layer is frozen: layer=" + name
                    + "; every parameter has a posterior, so unfreeze it");
        }
    }

    private static BaseLayer lossLayer(Layer last) {
        if (last.getClass() == OutputLayer.class || last.getClass() == LossLayer.class) {
            return (BaseLayer) last;
        }
        throw new IllegalArgumentException("network: DL4J output layer not supported: layer="
                + last.getClass().getSimpleName() + "; end the network in an OutputLayer or LossLayer");
    }

    private static ILossFunction lossOf(BaseLayer last) {
        return last instanceof OutputLayer output ? output.getLossFn() : ((LossLayer) last).getLossFn();
    }

    private static void requireSameLikelihood(ILossFunction loss, BaseLayer last, ObservationModel observation) {
        String found = loss.getClass().getSimpleName() + " with "
                + last.getActivationFn().getClass().getSimpleName();
        String wanted = wanted(observation);
        if (!Map.of(
                        "LossMCXENT with ActivationSoftmax", "categorical",
                        "LossNegativeLogLikelihood with ActivationSoftmax", "categorical",
                        "LossBinaryXENT with ActivationSigmoid", "bernoulli",
                        "LossMSE with ActivationIdentity", "gaussian",
                        "LossL2 with ActivationIdentity", "gaussian")
                .getOrDefault(found, "")
                .equals(wanted)) {
            throw new IllegalArgumentException("network: DL4J loss is not this likelihood: loss=\"" + found
                    + "\" likelihood=" + observation
                    + "; categorical goes with MCXENT and softmax, bernoulli with XENT and sigmoid, gaussian with MSE"
                    + " or L2 and identity");
        }
    }

    private static String wanted(ObservationModel observation) {
        if (observation instanceof Categorical) {
            return "categorical";
        }
        if (observation instanceof Bernoulli) {
            return "bernoulli";
        }
        return observation instanceof GaussianFixedNoise || observation instanceof GaussianLearnedNoise
                ? "gaussian"
                : "none of DL4J's";
    }
}
