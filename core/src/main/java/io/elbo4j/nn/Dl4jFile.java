package io.elbo4j.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.CrashReportingUtil;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A DL4J configuration that was read from JSON.
 *
 * @param layers all layers by the name that prefixes their parameters
 * @param last the layer with the loss
 * @param build makes a network of it, with parameters as the file initialises them
 */
record Dl4jFile(Map<String, Layer> layers, Layer last, Supplier<Dl4jModel> build) {

    static {
        // Out of memory, DL4J would describe the machine in a file of the working folder, with a library that we do not
        // pack.
        CrashReportingUtil.crashDumpsEnabled(false);
    }

    /**
     * Reads either kind of configuration.
     *
     * @throws IllegalArgumentException when the text is neither, has several inputs or outputs, or is not in single precision
     */
    static Dl4jFile parse(String json) {
        try {
            return json.contains("\"networkInputs\"") ? graph(json) : sequence(json);
        } catch (IllegalArgumentException ours) {
            throw ours;
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "network: cannot read DL4J configuration: reason=\"" + unreadable.getMessage()
                            + "\"; write it with MultiLayerConfiguration.toJson or ComputationGraphConfiguration.toJson",
                    unreadable);
        }
    }

    private static Dl4jFile sequence(String json) {
        MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
        requireFloat(configuration.getDataType());
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            layers.put(Integer.toString(i), configuration.getConf(i).getLayer());
        }
        Layer last = configuration.getConf(layers.size() - 1).getLayer();
        return new Dl4jFile(layers, last, () -> {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            return new Dl4jModel.Sequence(network);
        });
    }

    private static Dl4jFile graph(String json) {
        ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
        requireFloat(configuration.getDataType());
        if (configuration.getNetworkInputs().size() != 1
                || configuration.getNetworkOutputs().size() != 1) {
            throw new IllegalArgumentException("network: DL4J graph must have one input and one output: inputs="
                    + configuration.getNetworkInputs() + " outputs=" + configuration.getNetworkOutputs()
                    + "; merge them with vertices inside the graph");
        }
        Map<String, Layer> layers = new LinkedHashMap<>();
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer) {
                layers.put(name, layer.getLayerConf().getLayer());
            }
        });
        String output = configuration.getNetworkOutputs().get(0);
        Layer last = layers.get(output);
        if (last == null) {
            throw new IllegalArgumentException("network: DL4J graph must end in a layer with a loss: output=" + output
                    + "; end it in an OutputLayer");
        }
        return new Dl4jFile(layers, last, () -> {
            ComputationGraph network = new ComputationGraph(configuration);
            network.init();
            return new Dl4jModel.Graph(network);
        });
    }

    private static void requireFloat(DataType type) {
        if (type != DataType.FLOAT) {
            throw new IllegalArgumentException(
                    "network: DL4J configuration not in single precision: dataType=" + type + "; set it to FLOAT");
        }
    }
}
