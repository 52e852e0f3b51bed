package io.elbo4j.spark.ml;

import io.elbo4j.spec.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that Params stand for. */
final class NetworkSettings {

    private static final String LAYERS = "network.layers";
    private static final String RELU = ",\"relu\"";

    private NetworkSettings() {}

    /** Of every training whose predictions are by draws. */
    static List<RunSettings.Given> common(TrainingParams<?> training, DrawParams<?> prediction) {
        List<RunSettings.Given> given = new ArrayList<>(ofTraining(training, prediction));
        given.add(new RunSettings.Given("evaluate.samples", Integer.toString(prediction.getSamples()), "samples"));
        return given;
    }

    private static List<RunSettings.Given> ofTraining(TrainingParams<?> training, PredictionParams<?> prediction) {
        return List.of(
                new RunSettings.Given("seed", Long.toString(prediction.getSeed()), "seed"),
                new RunSettings.Given("prior.variance", Double.toString(training.getPriorVariance()), "priorVariance"),
                new RunSettings.Given("cluster.shards", Integer.toString(training.getShards()), "shards"));
    }

    /** Of a sparse network. Layers of other kinds may be given by {@code settings}, where the Param is not set. */
    static List<RunSettings.Given> of(NetworkParams<?> network, DrawParams<?> prediction) {
        List<RunSettings.Given> given = new ArrayList<>(common(network, prediction));
        given.add(new RunSettings.Given("model.name", "ssvi", ""));
        given.add(new RunSettings.Given("model.density", Double.toString(network.getDensity()), "density"));
        given.addAll(minibatches(network));
        if (!ownLayers(network) || network.isSet(network.hiddenLayers())) {
            given.add(new RunSettings.Given(LAYERS, layers(network.getHiddenLayers(), RELU), "hiddenLayers"));
        }
        return given;
    }

    /** Of prototypes. Here too layers of other kinds may be given by {@code settings}. */
    static List<RunSettings.Given> ofPrototypes(PrototypeParams<?> prototypes, PredictionParams<?> prediction) {
        List<RunSettings.Given> given = new ArrayList<>(ofTraining(prototypes, prediction));
        given.add(new RunSettings.Given("model.name", "protocl", ""));
        given.add(new RunSettings.Given("likelihood.family", "categorical", ""));
        given.add(new RunSettings.Given("protocl.memory", Integer.toString(prototypes.getMemory()), "memory"));
        given.add(new RunSettings.Given(
                "protocl.noiseVariance", Double.toString(prototypes.getNoiseVariance()), "noiseVariance"));
        given.addAll(minibatches(prototypes));
        if (!ownLayers(prototypes) || prototypes.isSet(prototypes.encoderLayers())) {
            given.add(new RunSettings.Given(LAYERS, layers(prototypes.getEncoderLayers(), ""), "encoderLayers"));
        }
        return given;
    }

    private static List<RunSettings.Given> minibatches(MinibatchParams<?> training) {
        return List.of(
                new RunSettings.Given("train.epochs", Double.toString(training.getEpochs()), "epochs"),
                new RunSettings.Given("train.batch", Integer.toString(training.getBatchSize()), "batchSize"),
                new RunSettings.Given(
                        "train.learningRate", Double.toString(training.getLearningRate()), "learningRate"));
    }

    private static boolean ownLayers(TrainingParams<?> training) {
        return Settings.keys(training.getSettings(), "settings").contains(LAYERS);
    }

    /** Rectified linear units between the layers, and this behind the last. */
    private static String layers(int[] sizes, String last) {
        return Arrays.stream(sizes)
                .mapToObj(size -> "\"dense " + size + "\"")
                .collect(Collectors.joining(RELU + ",", "[", (sizes.length > 0 ? last : "") + "]"));
    }
}
