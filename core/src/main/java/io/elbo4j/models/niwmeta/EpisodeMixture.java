package io.elbo4j.models.niwmeta;

import io.elbo4j.family.Posterior;
import java.util.List;

/**
 * What is believed about the weights of one episode: one normal, or a mixture of them where the belief has several components.
 *
 * @param probabilities of the components, {@code [K]}
 * @param components normals over the own weights, of dimension A
 */
public record EpisodeMixture(double[] probabilities, List<Posterior> components) {

    public EpisodeMixture {
        if (components.isEmpty() || probabilities.length != components.size()) {
            throw new IllegalArgumentException("episode mixture: sizes do not agree: probabilities="
                    + probabilities.length + " components=" + components.size() + "; give each component its own");
        }
        components = List.copyOf(components);
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
