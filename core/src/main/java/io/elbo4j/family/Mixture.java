package io.elbo4j.family;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.math.Key;
import java.util.List;

/**
 * Several beliefs about the same parameters, each as probable as the others: θ follows one of them as a whole.
 *
 * @param components at least two, of one dimension
 */
public record Mixture(List<Posterior> components) implements Posterior {

    public Mixture {
        components = List.copyOf(components);
        List<Integer> dimensions =
                components.stream().map(Posterior::dimension).distinct().toList();
        if (components.size() < 2 || dimensions.size() != 1) {
            throw new IllegalArgumentException("mixture: not two or more beliefs about the same parameters: components="
                    + components.size() + " dimensions=" + dimensions + "; give beliefs of one network");
        }
    }

    @Override
    public int dimension() {
        return components.get(0).dimension();
    }

    /** Of all components: no component's own mean, and of a network seldom a good one. */
    @Override
    public float[] meanTheta() {
        double[] sum = new double[dimension()];
        for (Posterior component : components) {
            float[] mean = component.meanTheta();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += mean[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / components.size());
        }
        return mean;
    }

    @Override
    public float[] draw(Key key) {
        int chosen = (int) (key.uniform(0) * components.size());
        return components.get(chosen).draw(key.fold(chosen));
    }

    @Override
    public int active(ParameterBlock block) {
        return components.stream()
                .mapToInt(component -> component.active(block))
                .sum();
    }
}
