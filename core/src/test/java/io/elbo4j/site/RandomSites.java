package io.elbo4j.site;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;

/** Sites as functions of a key. */
final class RandomSites {

    private RandomSites() {}

    /** On about two thirds of the parameters; precisions of both signs. */
    static DiagonalSite diagonal(Key key, int dimension) {
        List<Integer> support = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            if (key.fold(0).uniform(i) < 2.0 / 3) {
                support.add(i);
            }
        }
        double[] h = new double[support.size()];
        double[] lambda = new double[support.size()];
        for (int k = 0; k < h.length; k++) {
            h[k] = key.fold(1).gaussian(k);
            lambda[k] = key.fold(2).gaussian(k);
        }
        return new DiagonalSite(
                dimension, support.stream().mapToInt(Integer::intValue).toArray(), h, lambda);
    }

    /** Symmetric, of both signs. */
    static FullSite full(Key key, int dimension) {
        double[] h = new double[dimension];
        double[] lambda = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            h[i] = key.fold(1).gaussian(i);
            for (int j = 0; j <= i; j++) {
                lambda[i * dimension + j] = key.fold(2).gaussian(i * dimension + j);
                lambda[j * dimension + i] = lambda[i * dimension + j];
            }
        }
        return new FullSite(dimension, h, lambda);
    }

    /** Natural parameters over all of θ, h before Λ. */
    static double[] numbers(GaussianSite site) {
        if (site instanceof FullSite full) {
            double[] numbers = java.util.Arrays.copyOf(full.precisionMean(), full.dimension() * (full.dimension() + 1));
            System.arraycopy(full.precision(), 0, numbers, full.dimension(), full.precision().length);
            return numbers;
        }
        DiagonalSite diagonal = (DiagonalSite) site;
        double[] numbers = new double[2 * diagonal.dimension()];
        for (int k = 0; k < diagonal.support().length; k++) {
            numbers[diagonal.support()[k]] = diagonal.precisionMean()[k];
            numbers[diagonal.dimension() + diagonal.support()[k]] = diagonal.precision()[k];
        }
        return numbers;
    }
}
