package io.elbo4j.models;

import io.elbo4j.family.BinaryField;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Supports;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws of θ by their active parameters, so that they take the memory of the posterior and not of the network. Or draws of a layer's
 * activations, as normal as many weights make them: then all values are the mean, and the variance of the weights stands beside it.
 *
 * @param dimension D
 * @param supports {@code [K][A]}, of each component one: indices into θ, ascending; what is not in it is 0
 * @param values {@code [draws][A]}, component by component, as many of each as divide up
 * @param variance {@code [D]} of the weights where activations are drawn; empty where weights are
 * @param noise names the draws of activations
 * @param spikeSd of weights outside the support, by layer ({@link io.elbo4j.density.SupportedNetwork}); empty where they are 0
 */
public record PosteriorDraws(
        int dimension, int[][] supports, float[][] values, float[] variance, Key noise, float[] spikeSd)
        implements Serializable {

    public PosteriorDraws {
        if (values.length < supports.length) {
            throw new IllegalArgumentException("draws: fewer than components: draws=" + values.length + " components="
                    + supports.length
                    + "; a prediction needs a draw of each, raise evaluate.samples (samples of Spark ML)");
        }
    }

    /** Of weights. */
    public PosteriorDraws(int dimension, int[][] supports, float[][] values) {
        this(dimension, supports, values, new float[0]);
    }

    /** Of weights, those outside the support among them. */
    public PosteriorDraws(int dimension, int[][] supports, float[][] values, float[] spikeSd) {
        this(dimension, supports, values, new float[0], new Key(0), spikeSd);
    }

    /** Of a model under its run's key: {@code evaluate.samples} of them, one of a point estimate (of each component); the mean of protocl. */
    public static PosteriorDraws of(TrainedModel<?> model) {
        return of(model, model.spec().evaluate().samples(), model.spec().seed());
    }

    /**
     * Of a model under another key.
     *
     * @param most how many; one of a point estimate, of each component
     */
    public static PosteriorDraws of(TrainedModel<?> model, int most, long seed) {
        Posterior posterior = model.posterior();
        if (Catalog.prototypes(model.spec())) {
            // What is uncertain is integrated out in its outputs.
            return mean(posterior);
        }
        List<? extends Posterior> components = posterior.components();
        boolean points = components.stream().allMatch(PosteriorDraws::isPoint);
        int samples = points ? components.size() : most;
        Key key = Stream.PREDICT.of(Key.of(seed));
        float[][] draws = new float[samples][];
        for (int s = 0; s < samples; s++) {
            Key draw = key.fold(s);
            Posterior component = components.get(component(s, samples, components.size()));
            draws[s] = component instanceof SparseGaussian q ? q.drawActive(draw) : component.draw(draw);
        }
        return new PosteriorDraws(posterior.dimension(), supports(posterior), draws, spikeSd(model));
    }

    private static float[] spikeSd(TrainedModel<?> model) {
        List<Double> sds = model.spec().evaluate().spikeSd();
        float[] floats = new float[sds.size()];
        for (int l = 0; l < floats.length; l++) {
            floats[l] = sds.get(l).floatValue();
        }
        return floats;
    }

    private static boolean isPoint(Posterior posterior) {
        return posterior instanceof SparseGaussian normals
                && IntStream.range(0, normals.active()).allMatch(normals::isPoint);
    }

    private static int component(int draw, int draws, int components) {
        return (int) ((long) draw * components / draws);
    }

    /** One of them alone. */
    public PosteriorDraws only(int draw) {
        return new PosteriorDraws(dimension, new int[][] {support(draw)}, new float[][] {values[draw]}, spikeSd);
    }

    /** The mean alone, of each component. */
    public static PosteriorDraws mean(Posterior posterior) {
        float[][] values = posterior.components().stream()
                .map(component -> component instanceof SparseGaussian q ? q.mean() : component.meanTheta())
                .toArray(float[][]::new);
        return new PosteriorDraws(posterior.dimension(), supports(posterior), values);
    }

    /** Of activations, as many as of weights: the Gaussian field of binary weights. */
    public static PosteriorDraws ofActivations(TrainedModel<?> model, BinaryField belief) {
        float[][] means = new float[model.spec().evaluate().samples()][];
        BinaryField.Moments moments = belief.moments();
        Arrays.fill(means, moments.mean());
        Key key = Stream.PREDICT.of(Key.of(model.spec().seed()));
        return new PosteriorDraws(belief.dimension(), supports(belief), means, moments.variance(), key, new float[0]);
    }

    private static int[][] supports(Posterior posterior) {
        return posterior.components().stream()
                .map(component -> component instanceof SparseGaussian q
                        ? q.support()
                        : IntStream.range(0, component.dimension()).toArray())
                .toArray(int[][]::new);
    }

    /** What a draw has values of. */
    int[] support(int draw) {
        return supports[component(draw, values.length, supports.length)];
    }

    /** One parameter of a draw. */
    float value(int draw, int index) {
        int[] support = support(draw);
        int k = Supports.position(support, index);
        return k < support.length && support[k] == index ? values[draw][k] : 0;
    }

    /** A draw written out: {@code [D]}. */
    float[] theta(int draw) {
        float[] theta = new float[dimension];
        int[] support = support(draw);
        for (int k = 0; k < support.length; k++) {
            theta[support[k]] = values[draw][k];
        }
        return theta;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PosteriorDraws that
                && dimension == that.dimension
                && Arrays.deepEquals(supports, that.supports)
                && Arrays.equals(variance, that.variance)
                && noise.equals(that.noise)
                && Arrays.equals(spikeSd, that.spikeSd)
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(supports) + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return "PosteriorDraws[draws=" + values.length + ", components=" + supports.length + "]";
    }
}
