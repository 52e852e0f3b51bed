package io.elbo4j.models;

import io.elbo4j.data.ShiftedImages;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.protocl.ProtoCl;
import io.elbo4j.models.protocl.ProtoClSpec;
import io.elbo4j.models.protocl.ProtoClState;
import io.elbo4j.models.protocl.PrototypeNetwork;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import io.elbo4j.update.InitialPosterior;
import java.util.List;
import java.util.Optional;

/** Training of prototypes, from settings. */
final class ProtoClJob {

    private ProtoClJob() {}

    /** Whether settings go together. */
    static void check(RunSpec spec) {
        require("likelihood.family", spec.likelihood().family(), "categorical");
        require("merge.rule", spec.cluster().merge(), "weighted-mean");
        require("cluster.messageBits", spec.cluster().messageBits(), 32);
        require("train.estimator", spec.train().estimator(), "auto");
        FirstOrderRules.require(spec);
        if (spec.train().batch() < 2) {
            throw new SpecException("settings: a step has current rows and rows of the memory: train.batch="
                    + spec.train().batch() + "; use 2 or more");
        }
    }

    private static void require(String key, Object value, Object only) {
        if (!value.equals(only)) {
            throw new SpecException("settings: not for prototypes: model.name=protocl " + key + "=" + value + "; use "
                    + key + "=" + only);
        }
    }

    /** With prototypes in place of the last layer. */
    static PrototypeNetwork network(RunSpec spec, Network layers) {
        if (layers instanceof FeatureNetwork features) {
            return ProtoCl.network(features, spec.protocl().noiseVariance());
        }
        throw new SpecException("settings: this network's last layer cannot be told apart: network="
                + layers.getClass().getSimpleName() + "; use layers that have kernels");
    }

    /** The configured job. */
    static Job<ProtoClState> of(RunSpec spec, PrototypeNetwork network, ModelInput input) {
        TrainSpec train = spec.train();
        Optional<ProtoClState> before = input.earlier()
                .map(earlier -> earlier.prototypes(network.layout().dimension()));
        boolean replays = before.isPresent() && before.get().memory().rows().rows() > 0;
        int fresh = replays ? train.batch() - train.batch() / 2 : train.batch();
        double rowsPerRound =
                (double) fresh * spec.cluster().shards() * spec.cluster().localSteps();
        int trainings = (int) Math.max(1, Math.ceil(train.epochs() * input.trainingRows() / rowsPerRound));
        ProtoClSpec protocl = new ProtoClSpec(
                spec.protocl().memory(),
                spec.priorVariance(),
                train.batch(),
                spec.cluster().localSteps(),
                trainings,
                spec.protocl().weightDecay(),
                layerSd(spec, network),
                shifted(spec, input));
        long steps = (long) trainings * protocl.localSteps();
        FirstOrder optimiser = FirstOrderRules.of(train);
        Schedule schedule = new Schedule(train.learningRate(), Math.round(train.warmup() * steps), steps);
        ProtoClState initial = before.map(state -> ProtoCl.initial(state, optimiser))
                .orElseGet(() -> ProtoCl.initial(network, protocl, optimiser, weights(spec, network)));
        return new Job<>(
                ProtoCl.of(network, protocl, optimiser, schedule),
                initial,
                protocl.rounds(),
                state -> ProtoCl.posterior(network, state),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Double> layerSd(RunSpec spec, PrototypeNetwork network) {
        List<Double> sds = spec.protocl().layerSd();
        List<String> layers = network.weightLayers();
        if (!sds.isEmpty() && sds.size() != layers.size()) {
            throw new SpecException("settings: one a layer of the encoder: protocl.layerSd=" + sds + " layers=" + layers
                    + "; give " + layers.size() + " numbers, or none");
        }
        return sds;
    }

    private static ShiftedImages shifted(RunSpec spec, ModelInput input) {
        int pixels = spec.protocl().shift();
        if (pixels == 0) {
            return ShiftedImages.NONE;
        }
        if (input.shape().size() != 3
                || pixels >= Math.max(input.shape().get(1), input.shape().get(2))) {
            throw new SpecException("settings: only images can be moved, by less than their size: protocl.shift="
                    + pixels + " shape=" + input.shape() + "; use protocl.shift=0");
        }
        return new ShiftedImages(input.shape().get(1), input.shape().get(2), pixels);
    }

    private static float[] weights(RunSpec spec, PrototypeNetwork network) {
        return new InitialPosterior(spec.model().initialMeanScale(), 0)
                .dense(network.network().layout(), Stream.INITIAL.of(Key.of(spec.seed())))
                .mean();
    }
}
