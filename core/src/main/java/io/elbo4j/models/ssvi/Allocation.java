package io.elbo4j.models.ssvi;

import io.elbo4j.density.ParameterBlock;
import java.util.List;

/** How the budget of active weights is shared between layers. */
public enum Allocation {
    /** The same density for each layer. */
    UNIFORM,
    /**
     * Erdős–Rényi: density of a layer in proportion to (sum of its dimensions) / (their product), at most 1 (Evci et al.,
     * "Rigging the lottery", arXiv 1911.11134v3, section 3). Thin layers stay dense, wide ones pay.
     */
    ERDOS_RENYI;

    /**
     * Active weights of each layer; at least 1 and at most all of them.
     *
     * @param layers weight blocks in order
     * @param density of all of them together, in (0, 1]
     * @param denseFirst whether the first layer keeps all weights, on top of the budget of the others
     */
    public int[] activePerLayer(List<ParameterBlock> layers, double density, boolean denseFirst) {
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException(
                    "ssvi: density out of range: model.density=" + density + "; use a number above 0 and at most 1");
        }
        int[] active = new int[layers.size()];
        int first = denseFirst ? 1 : 0;
        if (denseFirst && !layers.isEmpty()) {
            active[0] = layers.get(0).size();
        }
        double scale =
                this == UNIFORM ? 1 : scaleFor(layers.subList(Math.min(first, layers.size()), layers.size()), density);
        for (int l = first; l < active.length; l++) {
            ParameterBlock layer = layers.get(l);
            int size = layer.size();
            // Uniform as published: the number of zeros is rounded down. Erdős–Rényi never exceeds the budget.
            int count = this == UNIFORM
                    ? size - (int) Math.floor((1 - density) * size + 1e-9)
                    : (int) Math.floor(Math.min(1, scale * relativeDensity(layer)) * size + 1e-9);
            active[l] = Math.max(1, count);
        }
        return active;
    }

    private static double relativeDensity(ParameterBlock layer) {
        double sum = layer.shape().stream().mapToInt(Integer::intValue).sum();
        return sum / layer.size();
    }

    /** The factor at which the layers together have the density, by bisection (each layer saturates at 1). */
    private static double scaleFor(List<ParameterBlock> layers, double density) {
        double total = layers.stream().mapToInt(ParameterBlock::size).sum();
        double low = 0;
        double high = layers.stream()
                .mapToDouble(layer -> 1 / relativeDensity(layer))
                .max()
                .orElse(1);
        for (int i = 0; i < 100; i++) {
            double middle = 0.5 * (low + high);
            double used = 0;
            for (ParameterBlock layer : layers) {
                used += layer.size() * Math.min(1, middle * relativeDensity(layer));
            }
            if (used < density * total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The name in the configuration: {@code uniform} or {@code erdos-renyi}. */
    public static Allocation parse(String name) {
        return switch (name) {
            case "uniform" -> UNIFORM;
            case "erdos-renyi" -> ERDOS_RENYI;
            default ->
                throw new IllegalArgumentException(
                        "ssvi: unknown allocation: model.allocation=" + name + "; use uniform or erdos-renyi");
        };
    }
}
