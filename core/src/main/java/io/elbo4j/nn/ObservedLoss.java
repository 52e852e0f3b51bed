package io.elbo4j.nn;

import io.elbo4j.density.ObservationModel;
import io.elbo4j.samediff.HostArrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Stands in for a DL4J network's own loss: hands back minus the exact gradient of our log likelihood, whatever factors the
 * loss of the file has, and keeps the outputs that it saw. Labels are targets, {@code [B, 1]}.
 */
final class ObservedLoss implements ILossFunction {

    private static final long serialVersionUID = 1;

    private final ObservationModel observation;
    private double shared;
    private float[] outputs = {};

    ObservedLoss(ObservationModel observation) {
        this.observation = observation;
    }

    /** Sets the observation model's own parameter for the next pass. */
    void share(double value) {
        shared = value;
    }

    /** Outputs of the last pass, {@code [B, K]}. */
    float[] outputs() {
        return outputs;
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray outputRows, IActivation identity, INDArray mask) {
        outputs = HostArrays.numbers(outputRows);
        float[] gradient = OutputGradient.of(observation, outputs, HostArrays.numbers(labels), shared);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = -gradient[i];
        }
        return Nd4j.create(gradient, outputRows.shape(), 'c');
    }

    /** Not used: the value is summed in double precision from {@link #outputs}. */
    @Override
    public double computeScore(
            INDArray labels, INDArray outputRows, IActivation identity, INDArray mask, boolean average) {
        return 0;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray outputRows, IActivation identity, INDArray mask) {
        return Nd4j.zeros(labels.dataType(), labels.size(0), 1);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray outputRows, IActivation identity, INDArray mask, boolean average) {
        return Pair.of(0.0, computeGradient(labels, outputRows, identity, mask));
    }

    @Override
    public String name() {
        return "ObservedLoss";
    }
}
