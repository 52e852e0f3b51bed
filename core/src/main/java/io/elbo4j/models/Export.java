package io.elbo4j.models;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.family.BinaryField;
import io.elbo4j.family.BinaryWeights;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A posterior as a table of named parameters, ready for JSON. */
public final class Export {

    private Export() {}

    /**
     * One entry a block: {@code name}, {@code shape}, {@code mean}, {@code sd}; {@code index} (row-major, within the block)
     * where not every element is active; {@code covariance} where it is full. Of binary weights {@code field}, {@code mean}, {@code
     * scale} and {@code inverseTemperature}. Of a mixture, all blocks of each component, {@code componentK.} before their names.
     *
     * @param layout of θ
     */
    public static List<Map<String, Object>> parameters(ParameterLayout layout, Posterior posterior) {
        List<? extends Posterior> components = posterior.components();
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (int c = 0; c < components.size(); c++) {
            parameters.addAll(
                    parameters(layout, components.get(c), components.size() == 1 ? "" : "component" + c + "."));
        }
        return parameters;
    }

    private static List<Map<String, Object>> parameters(ParameterLayout layout, Posterior posterior, String prefix) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (ParameterBlock block : layout.blocks()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", prefix + block.name());
            entry.put("shape", block.shape());
            if (posterior instanceof BinaryField fields) {
                entry.put("field", Arrays.copyOfRange(fields.field(), block.offset(), block.end()));
                entry.put("mean", Arrays.copyOfRange(fields.meanTheta(), block.offset(), block.end()));
                entry.put("scale", scale(block, fields));
                entry.put("inverseTemperature", fields.inverseTemperature());
            } else if (posterior instanceof SparseGaussian sparse) {
                sparse(entry, block, sparse);
            } else if (posterior instanceof FullGaussian full) {
                full(entry, block, full);
            } else if (posterior instanceof DiagonalGaussian diagonal) {
                entry.put("mean", Arrays.copyOfRange(diagonal.mean(), block.offset(), block.end()));
                entry.put(
                        "sd",
                        Arrays.stream(diagonal.variance(), block.offset(), block.end())
                                .map(Math::sqrt)
                                .toArray());
            }
            parameters.add(entry);
        }
        return parameters;
    }

    /**
     * One network of binary weights, drawn from the posterior: the first of those that {@code evaluate} draws. One entry a block: {@code name},
     * {@code shape}, {@code scale} and {@code bits}, row-major ({@link BinaryWeights}).
     *
     * @throws SpecException when weights are not binary
     */
    public static List<Map<String, Object>> bits(TrainedModel<?> model) {
        if (!(model.posterior() instanceof BinaryField fields)) {
            throw new SpecException("export: weights are not binary: format=bits model.name="
                    + model.spec().model().name() + "; use --format json");
        }
        float[] theta = PosteriorDraws.of(model).theta(0);
        List<Map<String, Object>> layers = new ArrayList<>();
        for (ParameterBlock block : model.layout().blocks()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", block.name());
            entry.put("shape", block.shape());
            entry.put("scale", scale(block, fields));
            entry.put("bits", BinaryWeights.hex(theta, block.offset(), block.end()));
            layers.add(entry);
        }
        return layers;
    }

    private static float scale(ParameterBlock block, BinaryField fields) {
        return fields.scale()[Arrays.binarySearch(fields.end(), block.end())];
    }

    private static void sparse(Map<String, Object> entry, ParameterBlock block, SparseGaussian q) {
        int from = q.position(block.offset());
        int to = q.position(block.end());
        int[] index = new int[to - from];
        for (int k = from; k < to; k++) {
            index[k - from] = q.support()[k] - block.offset();
        }
        entry.put("mean", Arrays.copyOfRange(q.mean(), from, to));
        entry.put("sd", Arrays.copyOfRange(q.sd(), from, to));
        if (index.length < block.size()) {
            entry.put("index", index);
        }
    }

    private static void full(Map<String, Object> entry, ParameterBlock block, FullGaussian q) {
        int size = block.size();
        double[] sd = new double[size];
        double[][] covariance = new double[size][];
        for (int i = 0; i < size; i++) {
            int row = block.offset() + i;
            sd[i] = q.sd(row);
            int start = row * q.dimension() + block.offset();
            covariance[i] = Arrays.copyOfRange(q.covariance(), start, start + size);
        }
        entry.put("mean", Arrays.copyOfRange(q.mean(), block.offset(), block.end()));
        entry.put("sd", sd);
        entry.put("covariance", covariance);
    }
}
