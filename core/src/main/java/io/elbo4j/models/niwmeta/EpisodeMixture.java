package io.elbo4j.models.niwmeta;

import io.elbo4j.family.Posterior;
import java.util.Arrays;
import java.util.List;

/**
 * What is believed about the weights of one episode: one normal, or a mixture of them where the belief has several components.
 *
 * @param probabilities of the components, {@code [K]}
 * @param components normals over the own weights, of dimension A; of Student ts the normals of their squared scale
 * @param noiseScales of the variance of the noise in this episode, under each component, {@code [K]}
 * @param degrees of freedom; infinite for normals
 */
public record EpisodeMixture(double[] probabilities, List<Posterior> components, double[] noiseScales, double degrees) {

    /** Of normals. */
    public EpisodeMixture(double[] probabilities, List<Posterior> components) {
        this(probabilities, components, ones(components.size()), Double.POSITIVE_INFINITY);
    }

    public EpisodeMixture {
        if (components.isEmpty()
                || probabilities.length != components.size()
                || noiseScales.length != components.size()) {
            throw new IllegalArgumentException("episode mixture: sizes do not agree: probabilities="
                    + probabilities.length + " components=" + components.size() + " noiseScales=" + noiseScales.length
                    + "; give each component its own");
        }
        components = List.copyOf(components);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * The component at this place of the cumulative probability. Evenly spaced places give each component its part of them.
     *
     * @param place in [0, 1)
     */
    public int component(double place) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            sum += probabilities[k];
            if (place < sum) {
                return k;
            }
        }
        return probabilities.length - 1;
    }
}
