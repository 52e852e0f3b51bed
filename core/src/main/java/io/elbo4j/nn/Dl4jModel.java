package io.elbo4j.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J's two kinds of network have in common. */
sealed interface Dl4jModel {

    /** All parameters, {@code [1, D]}; writing to it changes the network. */
    INDArray params();

    /** Gradients of the last {@link #backward}, {@code [1, D]}. */
    INDArray gradients();

    /** Parameters by name, {@code <layer>_<key>}: views of {@link #params}, in its order. */
    Map<String, INDArray> paramTable();

    /** Puts the gradient of the loss, summed over the rows, into {@link #gradients}. */
    void backward(INDArray input, INDArray labels);

    /** Outputs with running moments, {@code [B, K]}. */
    INDArray predict(INDArray input);

    /** How many numbers each layer puts out, by the name that prefixes its parameters. */
    Map<String, Long> outputSizes(INDArray input);

    /** Layers one after the other. */
    record Sequence(MultiLayerNetwork network) implements Dl4jModel {

        @Override
        public INDArray params() {
            return network.params();
        }

        @Override
        public INDArray gradients() {
            return network.getFlattenedGradients();
        }

        @Override
        public Map<String, INDArray> paramTable() {
            return network.paramTable();
        }

        @Override
        public void backward(INDArray input, INDArray labels) {
            network.setInput(input);
            network.setLabels(labels);
            network.computeGradientAndScore();
            network.clear();
        }

        @Override
        public INDArray predict(INDArray input) {
            return network.output(input, false);
        }

        @Override
        public Map<String, Long> outputSizes(INDArray input) {
            Map<String, Long> sizes = new HashMap<>();
            // The input is the first.
            List<INDArray> outputs = network.feedForward(input, false);
            for (int layer = 0; layer + 1 < outputs.size(); layer++) {
                sizes.put(Integer.toString(layer), outputs.get(layer + 1).length());
            }
            return sizes;
        }
    }

    /** Layers in any order without cycles. */
    record Graph(ComputationGraph network) implements Dl4jModel {

        @Override
        public INDArray params() {
            return network.params();
        }

        @Override
        public INDArray gradients() {
            return network.getFlattenedGradients();
        }

        @Override
        public Map<String, INDArray> paramTable() {
            return network.paramTable();
        }

        @Override
        public void backward(INDArray input, INDArray labels) {
            network.setInputs(input);
            network.setLabels(labels);
            network.computeGradientAndScore();
            network.clear();
        }

        @Override
        public INDArray predict(INDArray input) {
            return network.outputSingle(false, input);
        }

        @Override
        public Map<String, Long> outputSizes(INDArray input) {
            Map<String, Long> sizes = new HashMap<>();
            network.feedForward(input, false).forEach((name, output) -> sizes.put(name, output.length()));
            return sizes;
        }
    }
}
