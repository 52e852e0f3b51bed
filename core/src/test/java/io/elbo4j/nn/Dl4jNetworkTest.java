package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.util.CrashReportingUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class Dl4jNetworkTest {

    private static final long SEED = Long.getLong("seed", 5);

    private static DenseLayer dense(int in, int out) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.TANH)
                .build();
    }

    private static OutputLayer output(LossFunction loss, Activation activation, int in, int out) {
        return new OutputLayer.Builder(loss)
                .activation(activation)
                .nIn(in)
                .nOut(out)
                .build();
    }

    private static String sequence(Layer... layers) {
        // The penalty must not show: the prior takes its place.
        return new NeuralNetConfiguration.Builder().l2(0.5).list(layers).build().toJson();
    }

    static Stream<Arguments> likelihoods() {
        return Stream.of(
                Arguments.of(new Categorical(3), LossFunction.MCXENT, Activation.SOFTMAX),
                Arguments.of(new Categorical(3), LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX),
                Arguments.of(new Bernoulli(), LossFunction.XENT, Activation.SIGMOID),
                Arguments.of(new GaussianFixedNoise(0.25), LossFunction.MSE, Activation.IDENTITY),
                Arguments.of(new GaussianLearnedNoise(), LossFunction.L2, Activation.IDENTITY));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void valueGrad_ofEachLikelihood_equalsFiniteDifferences(
            ObservationModel observation, LossFunction loss, Activation activation) {
        String json = sequence(dense(4, 5), output(loss, activation, 5, observation.outputs()));
        check(new Dl4jNetwork(json, List.of(4), observation), observation, 4);
    }

    @Test
    void valueGrad_ofConvolutionsWithBatchNorm_equalsFiniteDifferences() {
        String json = new NeuralNetConfiguration.Builder()
                .list(
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        new BatchNormalization(),
                        new SubsamplingLayer.Builder(
                                        SubsamplingLayer.PoolingType.AVG, new int[] {2, 2}, new int[] {2, 2})
                                .build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(6, 6, 2))
                .build()
                .toJson();
        check(new Dl4jNetwork(json, List.of(2, 6, 6), new Categorical(3)), new Categorical(3), 72);
    }

    @Test
    void valueGrad_ofGraphWithSkip_equalsFiniteDifferences() {
        check(new Dl4jNetwork(skipGraph(), List.of(4), new Categorical(3)), new Categorical(3), 4);
    }

    private static String skipGraph() {
        ComputationGraphConfiguration graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(4, 5), "in")
                .addLayer("second", dense(5, 5), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("out", output(LossFunction.MCXENT, Activation.SOFTMAX, 5, 3), "sum")
                .setOutputs("out")
                .build();
        return graph.toJson();
    }

    private static void check(Dl4jNetwork network, ObservationModel observation, int features) {
        System.out.println("seed=" + SEED + " " + network);
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(network.layout(), key.fold(0));
        for (int rows : new int[] {6, 1}) {
            Batch batch = Problems.batch(observation, features, rows, key.fold(1));
            ValueGrad result = network.valueGrad(theta, batch);
            for (ParameterBlock block : network.layout().blocks()) {
                if (block.role() != Role.STATISTIC) {
                    FiniteDifference.check(
                            block.name(),
                            point -> network.valueGrad(point, batch).logLikSum(),
                            theta,
                            result.gradient(),
                            block.offset(),
                            block.end(),
                            5e-4,
                            5e-3);
                }
            }
        }
    }

    @Test
    void valueGrad_ofSameNetwork_equalsSameDiff() {
        String json = sequence(dense(4, 5), output(LossFunction.MCXENT, Activation.SOFTMAX, 5, 3));
        Dl4jNetwork theirs = new Dl4jNetwork(json, List.of(4), new Categorical(3));
        SameDiffNetwork ours = Problems.network(List.of(4), new Categorical(3), "dense 5", "tanh");
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(ours.layout(), key.fold(0));
        Batch batch = Problems.batch(new Categorical(3), 4, 7, key.fold(1));
        // Both are weight, bias, weight, bias; DL4J's weight [inputs, outputs], column-major, has our row-major order.
        ValueGrad expected = ours.valueGrad(theta, batch);
        ValueGrad found = theirs.valueGrad(theta, batch);
        assertEquals(expected.logLikSum(), found.logLikSum(), 1e-5);
        assertArrayEquals(expected.gradient(), found.gradient(), 1e-4f);
        assertArrayEquals(ours.outputs(theta, batch), theirs.outputs(theta, batch), 1e-5f);
    }

    @Test
    void valueGrad_ofBatchNorm_movesStatisticsTowardsBatch() {
        float[] theta = {1.1f, 0.9f, 0.1f, -0.1f, 0.2f, -0.2f, 1.3f, 0.8f, 0.5f, -0.5f, 0.1f};
        // Moments (2, 2) and (1, 4); both networks lay out scale, shift, mean, variance.
        Batch batch = new Batch(new float[] {1, 0, 3, 4}, new float[2], 2);
        float[] plain = {2 * (2 - theta[4]), 2 * (2 - theta[5]), 2 * (1 - theta[6]), 2 * (4 - theta[7])};
        float[] logSd = {plain[0], plain[1], 2 * (0 - theta[6]), 2 * ((float) Math.log10(2) - theta[7])};
        SameDiffNetwork ours = Problems.network(List.of(2), new GaussianFixedNoise(1), "batch-norm");
        assertArrayEquals(plain, statistics(ours.valueGrad(theta, batch)), 1e-4f);
        String json = sequence(
                new BatchNormalization.Builder().nIn(2).nOut(2).build(),
                output(LossFunction.L2, Activation.IDENTITY, 2, 1));
        Dl4jNetwork theirs = new Dl4jNetwork(json, List.of(2), new GaussianFixedNoise(1));
        assertArrayEquals(logSd, statistics(theirs.valueGrad(theta, batch)), 2e-3f);
        assertEquals("0_log10stdev", theirs.layout().blocks().get(3).name());
        assertEquals(Role.STATISTIC, theirs.layout().blocks().get(3).role());
        assertEquals(0, theirs.layout().blocks().get(3).initial());
        // Files of older versions hold the variance: running 3, batch 5, decay 0.9.
        BatchNormalization norm = new BatchNormalization.Builder().decay(0.9).build();
        assertEquals(2, Dl4jSession.towardsBatch(norm, "0_var", 0.1 * (3 - 5)), 1e-9);
    }

    private static float[] statistics(ValueGrad result) {
        return Arrays.copyOfRange(result.gradient(), 4, 8);
    }

    @Test
    void network_thatHasNoLikelihood_saysWhatToDo() {
        OutputLayer softmax = output(LossFunction.MCXENT, Activation.SOFTMAX, 5, 3);
        refused(
                "\"LossMSE with ActivationIdentity\"",
                sequence(dense(4, 5), output(LossFunction.MSE, Activation.IDENTITY, 5, 3)));
        refused(
                "draws random numbers: layer=0 random=Dropout",
                sequence(new DenseLayer.Builder().nIn(4).nOut(5).dropOut(0.5).build(), softmax));
        refused("does not take this input", sequence(dense(6, 5), softmax));
        refused("other outputs", sequence(dense(4, 5), output(LossFunction.MCXENT, Activation.SOFTMAX, 5, 4)));
        refused("cannot read DL4J configuration", "{}");
        refused(
                "one input and one output",
                skipGraph().replace("\"networkOutputs\" : [ \"out\" ]", "\"networkOutputs\" : [ \"out\", \"sum\" ]"));
    }

    @Test
    void outOfMemory_writesNoReport() {
        String json = sequence(dense(4, 5), output(LossFunction.MCXENT, Activation.SOFTMAX, 5, 3));
        Dl4jModel.Sequence model =
                (Dl4jModel.Sequence) Dl4jFile.parse(json).build().get();
        OutOfMemoryError error = new OutOfMemoryError("on purpose");
        assertDoesNotThrow(() -> CrashReportingUtil.writeMemoryCrashDump(model.network(), error));
    }

    private static void refused(String expected, String json) {
        String message = Problems.refusal(() -> new Dl4jNetwork(json, List.of(4), new Categorical(3)));
        assertTrue(message.contains(expected), message);
    }
}
