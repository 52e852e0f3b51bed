package io.elbo4j.nn;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The residual network of 18 layers for images of 32 × 32 (He et al., arXiv 1512.03385v1, with a first convolution of 3 × 3 and no
 * pooling behind it), as {@code examples/resnet-18.json} holds it.
 */
final class ResNet18 {

    private final GraphBuilder graph = new NeuralNetConfiguration.Builder()
            .seed(1)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(32, 32, 3));

    private ResNet18() {}

    static String json() {
        return new ResNet18().configuration().toJson();
    }

    private ComputationGraphConfiguration configuration() {
        String last = relu("stem", convolution("stem", "image", 3, 64, 3, 1));
        int channels = 64;
        for (int stage = 1; stage <= 4; stage++) {
            int wider = 32 << stage;
            last = block("s" + stage + "a", last, channels, wider, stage == 1 ? 1 : 2);
            last = block("s" + stage + "b", last, wider, wider, 1);
            channels = wider;
        }
        graph.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), last);
        graph.addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(512)
                        .nOut(10)
                        .build(),
                "mean");
        return graph.setOutputs("output").build();
    }

    private String block(String name, String input, int channels, int wider, int stride) {
        String first = relu(name + "1", convolution(name + "1", input, channels, wider, 3, stride));
        String second = convolution(name + "2", first, wider, wider, 3, 1);
        boolean same = stride == 1 && channels == wider;
        String shortcut = same ? input : convolution(name + "0", input, channels, wider, 1, stride);
        graph.addVertex(name + "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), second, shortcut);
        return relu(name, name + "sum");
    }

    private String convolution(String name, String input, int channels, int wider, int kernel, int stride) {
        graph.addLayer(
                name + "conv",
                new ConvolutionLayer.Builder(kernel, kernel)
                        .stride(stride, stride)
                        .nIn(channels)
                        .nOut(wider)
                        .hasBias(false)
                        .build(),
                input);
        graph.addLayer(
                name + "norm",
                new BatchNormalization.Builder().nIn(wider).nOut(wider).build(),
                name + "conv");
        return name + "norm";
    }

    private String relu(String name, String input) {
        graph.addLayer(
                name + "relu",
                new ActivationLayer.Builder().activation(Activation.RELU).build(),
                input);
        return name + "relu";
    }
}
