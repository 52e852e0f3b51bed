package io.elbo4j.spark.ml;

import io.elbo4j.spec.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that Params stand for. */
final class NetworkSettings {

    private static final String LAYERS = "network.layers";

    private NetworkSettings() {}

    /** Of every training. */
    static List<RunSettings.Given> common(TrainingParams<?> training, PredictionParams<?> prediction) {
        return List.of(
                new RunSettings.Given("seed", Long.toString(prediction.getSeed()), "seed"),
                new RunSettings.Given("evaluate.samples", Integer.toString(prediction.getSamples()), "samples"),
                new RunSettings.Given("prior.variance", Double.toString(training.getPriorVariance()), "priorVariance"),
                new RunSettings.Given("cluster.shards", Integer.toString(training.getShards()), "shards"));
    }

    /** Of a sparse network. Layers of other kinds may be given by {@code settings}, where the Param is not set. */
    static List<RunSettings.Given> of(NetworkParams<?> network, PredictionParams<?> prediction) {
        List<RunSettings.Given> given = new ArrayList<>(common(network, prediction));
        given.add(new RunSettings.Given("model.name", "ssvi", ""));
        given.add(new RunSettings.Given("model.density", Double.toString(network.getDensity()), "density"));
        given.add(new RunSettings.Given("train.epochs", Double.toString(network.getEpochs()), "epochs"));
        given.add(new RunSettings.Given("train.batch", Integer.toString(network.getBatchSize()), "batchSize"));
        given.add(new RunSettings.Given(
                "train.learningRate", Double.toString(network.getLearningRate()), "learningRate"));
        boolean own = Settings.keys(network.getSettings(), "settings").contains(LAYERS);
        if (!own || network.isSet(network.hiddenLayers())) {
            given.add(new RunSettings.Given(LAYERS, layers(network.getHiddenLayers()), "hiddenLayers"));
        }
        return given;
    }

    private static String layers(int[] sizes) {
        return Arrays.stream(sizes)
                .mapToObj(size -> "\"dense " + size + "\",\"relu\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
