package io.elbo4j.models.collapse;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Spectrum;
import java.util.Arrays;

/** Singular values of a matrix among a program's parameters. */
public final class SingularValues {

    private SingularValues() {}

    /**
     * The largest first, as many as the matrix has rows.
     *
     * @param theta {@code [D]}
     * @param name of a parameter of two dimensions
     */
    public static double[] of(float[] theta, ParameterLayout layout, String name) {
        ParameterBlock block = layout.block(name);
        int rows = block.shape().get(0);
        int columns = block.size() / rows;
        double[] products = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                for (int k = 0; k < columns; k++) {
                    products[i * rows + j] +=
                            (double) theta[block.offset() + i * columns + k] * theta[block.offset() + j * columns + k];
                }
            }
        }
        return Arrays.stream(Spectrum.of(products, rows).values())
                .map(square -> Math.sqrt(Math.max(0, square)))
                .toArray();
    }
}
