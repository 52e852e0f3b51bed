package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.PerThread;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A DL4J network with its memory, for one thread. */
final class Dl4jSession implements PerThread.Engine {

    private final Dl4jFile file;
    private final ObservedLoss loss;
    private final Dl4jModel model;
    private final ParameterLayout layout;
    private final List<Integer> input;
    private final HostArrays arrays = new HostArrays();

    Dl4jSession(String json, List<Integer> input, ObservationModel observation) {
        this.file = Dl4jFile.parse(json);
        this.loss = Dl4jRules.adopt(file, observation);
        this.model = file.build().get();
        this.layout = Dl4jLayout.of(file, model, observation);
        this.input = input;
        requireOutputs(observation.outputs());
    }

    ParameterLayout layout() {
        return layout;
    }

    /** Outputs of some rows, {@code [rows, K]}; the first one begins at {@code from} within the features. */
    float[] predict(float[] theta, float[] features, int from, int rows) {
        writeParameters(theta);
        return HostArrays.numbers(model.predict(rows(features, from, rows)));
    }

    /**
     * Gradient of the log likelihood, {@code [D]}, without the observation model's own parameter; the outputs of the pass
     * are in {@link #outputs}.
     */
    float[] gradient(float[] theta, double shared, Batch batch) {
        writeParameters(theta);
        loss.share(shared);
        INDArray labels = arrays.of("labels", batch.rows(), 1);
        HostArrays.write(batch.targets(), 0, labels);
        model.backward(rows(batch.features().dense(), 0, batch.rows()), labels);
        float[] gradient = new float[theta.length];
        HostArrays.read(Map.of("gradients", model.gradients()), "gradients", gradient, 0);
        for (ParameterBlock block : layout.blocks()) {
            BatchNormalization norm = block.role() == Role.STATISTIC ? normOf(block) : null;
            for (int i = block.offset(); i < block.end(); i++) {
                gradient[i] = norm == null
                        ? -gradient[i]
                        : (float) (batch.rows() * towardsBatch(norm, block.name(), gradient[i]));
            }
        }
        return gradient;
    }

    /** Outputs of the last gradient's pass, {@code [B, K]}. */
    float[] outputs() {
        return loss.outputs();
    }

    /** As {@link io.elbo4j.density.Network#multiplicationsPerWeight}: how many outputs a layer has for each of its units. */
    long[] multiplicationsPerWeight() {
        Map<String, Long> outputs = model.outputSizes(rows(new float[NetworkPlan.size(input)], 0, 1));
        long[] counts = new long[layout.blocks().size()];
        for (int b = 0; b < counts.length; b++) {
            ParameterBlock block = layout.blocks().get(b);
            if (block.role() == Role.WEIGHT) {
                String layer = block.name().substring(0, block.name().lastIndexOf('_'));
                counts[b] = file.layers().get(layer) instanceof FeedForwardLayer units
                        ? outputs.getOrDefault(layer, units.getNOut()) / units.getNOut()
                        : 1;
            }
        }
        return counts;
    }

    @Override
    public void close() {
        arrays.close();
    }

    /** One row of zeros shows whether the input fits and how many outputs there are. */
    private void requireOutputs(int expected) {
        long[] shape;
        try {
            shape = model.predict(rows(new float[NetworkPlan.size(input)], 0, 1))
                    .shape();
        } catch (RuntimeException unfit) {
            throw new IllegalArgumentException(
                    "network: DL4J network does not take this input: input=" + input + " reason=\"" + unfit.getMessage()
                            + "\"; give the shape that its first layer expects",
                    unfit);
        }
        if (!Arrays.equals(shape, new long[] {1, expected})) {
            throw new IllegalArgumentException("network: DL4J network has other outputs than the likelihood: outputs="
                    + Arrays.toString(shape) + " expected=[1, " + expected + "]; change nOut of its last layer");
        }
    }

    private @Nullable BatchNormalization normOf(ParameterBlock block) {
        String layer = block.name().substring(0, block.name().lastIndexOf('_'));
        return file.layers().get(layer) instanceof BatchNormalization norm ? norm : null;
    }

    /**
     * Moment of the batch − running moment. In place of a gradient, DL4J gives (1 − decay) times its negative; but where the
     * parameter is a log10 standard deviation, the change of it that makes the variance an average with weight decay.
     */
    static double towardsBatch(BatchNormalization norm, String name, double change) {
        double weight = 1 - norm.getDecay();
        if (!name.endsWith("_" + BatchNormalizationParamInitializer.GLOBAL_LOG_STD)) {
            return -change / weight;
        }
        // Relative to the running variance; the bound keeps rounding from making it negative.
        double ratio = (Math.pow(10, -2 * change) - norm.getDecay()) / weight;
        return 0.5 * Math.log10(Math.max(ratio, 1e-6));
    }

    private void writeParameters(float[] theta) {
        HostArrays.write(theta, 0, model.params());
    }

    private INDArray rows(float[] features, int from, int rows) {
        long[] shape = new long[input.size() + 1];
        shape[0] = rows;
        for (int i = 0; i < input.size(); i++) {
            shape[i + 1] = input.get(i);
        }
        INDArray array = arrays.of("input", shape);
        HostArrays.write(features, from, array);
        return array;
    }
}
