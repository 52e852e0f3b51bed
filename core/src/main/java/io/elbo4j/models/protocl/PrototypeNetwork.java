package io.elbo4j.models.protocl;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network with the classes' densities in place of its last layer: its outputs are log p(y, z) for each class, so that all that works
 * with a classifier's outputs works with these. θ is the encoder, then of each class the prototype's mean and variance and the weight.
 *
 * @param network whose features are the embedding; its last layer is not used
 * @param noiseVariance of an embedding around its prototype
 */
public record PrototypeNetwork(FeatureNetwork network, double noiseVariance) implements Network {

    /** Rows that are embedded at once: all layers' activations of them are in memory together. */
    private static final int CHUNK = 64;

    public PrototypeNetwork {
        int end = network.head().end();
        boolean behind = network.layout().blocks().stream()
                .anyMatch(block -> block.offset() >= end && !block.name().endsWith(".bias"));
        if (behind || !(network.observation() instanceof Categorical)) {
            throw new IllegalArgumentException("protocl: not a classifier: head="
                    + network.head().name() + " observation=" + network.observation()
                    + "; use likelihood.family=categorical and layers that have kernels");
        }
    }

    /** W: parameters of the encoder. */
    int encoderSize() {
        return network.head().offset();
    }

    /** E. */
    int width() {
        return network.featureWidth();
    }

    /** C. */
    int classes() {
        return network.observation().outputs();
    }

    private int meanAt() {
        return encoderSize();
    }

    private int varianceAt() {
        return meanAt() + classes() * width();
    }

    private int weightAt() {
        return varianceAt() + classes();
    }

    @Override
    public ParameterLayout layout() {
        List<ParameterBlock> blocks = new ArrayList<>(encoderBlocks().toList());
        int c = classes();
        blocks.add(new ParameterBlock("prototype.mean", List.of(c, width()), meanAt(), Role.WEIGHT, width(), 1, 0f));
        blocks.add(new ParameterBlock("prototype.variance", List.of(c), varianceAt(), Role.POINT, 1, 1, 1f));
        blocks.add(new ParameterBlock("class.concentration", List.of(c), weightAt(), Role.POINT, 1, 1, 1f));
        return new ParameterLayout(blocks);
    }

    @Override
    public long[] multiplicationsPerWeight() {
        long[] inner = network.multiplicationsPerWeight();
        long[] times = Arrays.copyOf(inner, layout().blocks().size());
        times[times.length - 3] = 1;
        times[times.length - 2] = 0;
        times[times.length - 1] = 0;
        return times;
    }

    @Override
    public ObservationModel observation() {
        return network.observation();
    }

    /** The belief about θ: prototypes are normal, all else are points. */
    SparseGaussian posterior(float[] encoder, ClassPosteriors classes) {
        int dimension = weightAt() + classes();
        float[] mean = Arrays.copyOf(encoder, dimension);
        float[] sd = new float[dimension];
        double[] prototypes = classes.mean();
        for (int i = 0; i < prototypes.length; i++) {
            mean[meanAt() + i] = (float) prototypes[i];
            sd[meanAt() + i] = (float) Math.sqrt(1 / classes.precision()[i / width()]);
        }
        for (int c = 0; c < classes(); c++) {
            mean[varianceAt() + c] = (float) (1 / classes.precision()[c]);
            mean[weightAt() + c] = (float) classes.concentration()[c];
        }
        return new SparseGaussian(dimension, IntStream.range(0, dimension).toArray(), mean, sd);
    }

    /** Names of the encoder's layers of weights, in order. */
    public List<String> weightLayers() {
        return encoderBlocks()
                .filter(block -> block.role() == Role.WEIGHT)
                .map(ParameterBlock::name)
                .toList();
    }

    private Stream<ParameterBlock> encoderBlocks() {
        return network.layout().blocks().stream().filter(block -> block.end() <= encoderSize());
    }

    /**
     * The encoder with normal numbers added to its weights; biases stay.
     *
     * @param layerSd of each of {@link #weightLayers}; empty for the encoder as it is
     */
    float[] drawn(float[] encoder, List<Double> layerSd, Key key) {
        if (layerSd.isEmpty()) {
            return encoder;
        }
        float[] drawn = new float[encoder.length];
        key.gaussians(drawn);
        Iterator<Double> sds = layerSd.iterator();
        encoderBlocks().forEach(block -> {
            double sd = block.role() == Role.WEIGHT ? sds.next() : 0;
            for (int w = block.offset(); w < block.end(); w++) {
                drawn[w] = (float) (encoder[w] + sd * drawn[w]);
            }
        });
        return drawn;
    }

    private ClassDensities densities(float[] theta) {
        double[] mean = new double[classes() * width()];
        Arrays.setAll(mean, i -> theta[meanAt() + i]);
        double[] variance = new double[classes()];
        Arrays.setAll(variance, c -> theta[varianceAt() + c] + noiseVariance);
        double[] logWeight = new double[classes()];
        Arrays.setAll(logWeight, c -> Math.log(theta[weightAt() + c]));
        return new ClassDensities(width(), mean, variance, logWeight);
    }

    @Override
    public float[] outputs(float[] theta, Features features) {
        ClassDensities densities = densities(theta);
        float[] embeddings = embeddings(theta, features);
        float[] outputs = new float[features.rows() * classes()];
        for (int r = 0; r < features.rows(); r++) {
            double[] logs = densities.logJoint(embeddings, r * width());
            for (int c = 0; c < logs.length; c++) {
                outputs[r * logs.length + c] = (float) logs[c];
            }
        }
        return outputs;
    }

    @Override
    public ValueGrad valueGrad(float[] theta, Batch batch) {
        FeaturePass pass = network.pass(whole(theta), batch.features());
        double[] once = new double[batch.rows()];
        Arrays.fill(once, 1);
        ClassDensities.Slopes slopes = densities(theta).slopes(pass.features(), batch.targets(), once);
        float[] gradient = Arrays.copyOf(encoderPart(pass.pullback(slopes.byEmbedding())), theta.length);
        for (int i = 0; i < slopes.byMean().length; i++) {
            gradient[meanAt() + i] = (float) slopes.byMean()[i];
        }
        for (int c = 0; c < classes(); c++) {
            gradient[varianceAt() + c] = (float) slopes.byVariance()[c];
            gradient[weightAt() + c] = (float) (slopes.byLogWeight()[c] / theta[weightAt() + c]);
        }
        return new ValueGrad(slopes.logLik(), gradient);
    }

    /**
     * Of the encoder alone, prototypes held where they are.
     *
     * @param rowWeight {@code [B]}
     * @return Σ weight · log p(y given x) and its gradient {@code [W]}
     */
    ValueGrad encoderGradient(float[] encoder, ClassDensities densities, Batch batch, double[] rowWeight) {
        FeaturePass pass = network.pass(whole(encoder), batch.features());
        ClassDensities.Slopes slopes = densities.slopes(pass.features(), batch.targets(), rowWeight);
        return new ValueGrad(slopes.logLik(), encoderPart(pass.pullback(slopes.byEmbedding())));
    }

    /** z of each row, {@code [rows, E]}; what follows the encoder in θ does not matter. */
    float[] embeddings(float[] theta, Features features) {
        float[] whole = whole(theta);
        float[] embeddings = new float[features.rows() * width()];
        for (int from = 0; from < features.rows(); from += CHUNK) {
            Features some = features.slice(from, Math.min(features.rows(), from + CHUNK));
            float[] part = network.features(whole, some);
            System.arraycopy(part, 0, embeddings, from * width(), part.length);
        }
        return embeddings;
    }

    private float[] whole(float[] theta) {
        return Arrays.copyOf(
                Arrays.copyOf(theta, encoderSize()), network.layout().dimension());
    }

    private float[] encoderPart(float[] gradient) {
        return Arrays.copyOf(gradient, encoderSize());
    }
}
