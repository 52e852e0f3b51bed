package io.elbo4j.models.protocl;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import java.util.Arrays;

/** Prototypes of classes in the space of an encoder, task after task. */
public final class ProtoCl {

    private ProtoCl() {}

    /** As a value for a runner. */
    public static Algorithm<ProtoClState, Contribution> of(
            PrototypeNetwork network, ProtoClSpec spec, FirstOrder optimiser, Schedule schedule) {
        ProtoClRounds rounds = new ProtoClRounds(network, spec, new EncoderSteps(network, spec, optimiser, schedule));
        return new Algorithm<>("protocl", rounds, rounds, ProtoClStateCodec.INSTANCE, ContributionCodec.INSTANCE);
    }

    /**
     * Before the first round of the first training.
     *
     * @param weights of the whole network, whose encoder is taken
     */
    public static ProtoClState initial(
            PrototypeNetwork network, ProtoClSpec spec, FirstOrder optimiser, float[] weights) {
        float[] encoder = Arrays.copyOf(weights, network.encoderSize());
        return new ProtoClState(
                encoder,
                new float[0],
                new float[optimiser.slots()][encoder.length],
                0,
                new double[network.classes()],
                ClassPosteriors.prior(network.classes(), network.width(), spec.priorVariance()),
                Memory.NONE);
    }

    /** Before the first round of another training: the encoder, the classes and the memory are those that the last one left. */
    public static ProtoClState initial(ProtoClState before, FirstOrder optimiser) {
        return new ProtoClState(
                before.encoder(),
                new float[0],
                new float[optimiser.slots()][before.encoder().length],
                0,
                before.classes().seen(),
                before.classes(),
                before.memory());
    }

    /** The belief about the parameters of the network. */
    public static SparseGaussian posterior(PrototypeNetwork network, ProtoClState state) {
        return network.posterior(state.encoder(), state.classes());
    }

    /** A network with prototypes in place of its last layer. */
    public static PrototypeNetwork network(FeatureNetwork network, double noiseVariance) {
        return new PrototypeNetwork(network, noiseVariance);
    }
}
