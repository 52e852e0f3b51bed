package io.elbo4j.spark.ml;

import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.List;

/** Default values of Params: those of {@code conf/reference.conf} where it has one. */
final class Defaults {

    private static final RunSpec REFERENCE = RunSpec.of(Settings.of("", "reference.conf", List.of()));

    private Defaults() {}

    private static void prediction(PredictionParams<?> owner) {
        owner.setDefault(owner.featuresCol(), "features");
        owner.setDefault(owner.predictionCol(), "prediction");
        owner.setDefault(owner.seed(), REFERENCE.seed());
    }

    private static void draws(DrawParams<?> owner) {
        prediction(owner);
        owner.setDefault(owner.samples(), REFERENCE.evaluate().samples());
        owner.setDefault(owner.posteriorDraw(), "none");
        owner.setDefault(owner.posteriorDrawCol(), "posteriorDraw");
    }

    static void classification(ClassificationParams<?> owner) {
        prediction(owner);
        owner.setDefault(owner.probabilityCol(), "probability");
        owner.setDefault(owner.rawPredictionCol(), "rawPrediction");
        owner.setDefault(owner.predictiveEntropyCol(), "predictiveEntropy");
    }

    static void drawnClassification(DrawnClassificationParams<?> owner) {
        classification(owner);
        draws(owner);
        owner.setDefault(owner.mutualInformationCol(), "mutualInformation");
    }

    static void regression(RegressionParams<?> owner) {
        draws(owner);
        owner.setDefault(owner.aleatoricSdCol(), "aleatoricSd");
        owner.setDefault(owner.epistemicSdCol(), "epistemicSd");
        owner.setDefault(owner.quantileProbabilities(), new double[] {0.05, 0.5, 0.95});
        owner.setDefault(owner.quantilesCol(), "");
    }

    static void training(TrainingParams<?> owner) {
        owner.setDefault(owner.labelCol(), "label");
        owner.setDefault(owner.priorVariance(), REFERENCE.priorVariance());
        owner.setDefault(owner.shards(), REFERENCE.cluster().shards());
        owner.setDefault(owner.settings(), "");
    }

    static void network(NetworkParams<?> owner) {
        training(owner);
        owner.setDefault(owner.hiddenLayers(), new int[] {100});
        owner.setDefault(owner.density(), REFERENCE.model().sparsity().density());
        minibatches(owner, REFERENCE.train().learningRate());
    }

    private static void minibatches(MinibatchParams<?> owner, double learningRate) {
        owner.setDefault(owner.epochs(), REFERENCE.train().epochs());
        owner.setDefault(owner.batchSize(), REFERENCE.train().batch());
        owner.setDefault(owner.learningRate(), learningRate);
    }

    static void prototypes(PrototypeParams<?> owner) {
        training(owner);
        owner.setDefault(owner.encoderLayers(), new int[] {100, 32});
        // The reference's rate is IVON's; the encoder is learned by Adam, with the rate of conf/protocl.conf.
        minibatches(owner, 0.001);
        owner.setDefault(owner.memory(), REFERENCE.protocl().memory());
        owner.setDefault(owner.noiseVariance(), REFERENCE.protocl().noiseVariance());
    }

    /** Of linear regression. */
    static double noiseVariance() {
        return REFERENCE.likelihood().noiseVariance();
    }
}
