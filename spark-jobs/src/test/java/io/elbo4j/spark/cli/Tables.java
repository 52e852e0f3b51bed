package io.elbo4j.spark.cli;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.spark.io.DataFiles;
import java.nio.file.Path;

/** CSV files whose target is {@code y}. */
public final class Tables {

    private Tables() {}

    /** Writes rows; every number is written so that it is read back exactly. */
    public static String write(Path folder, String name, Batch rows) {
        return DataFiles.write(folder, name, DataFiles.csv(rows, true).replaceFirst("label\n", "y\n"));
    }

    /** 400 rows with 64 standard normal inputs, of which those in {@code truth} count; noise variance 0.25. */
    public static Batch sparse(long seed, int[] truth, float[] coefficients) {
        int inputs = 64;
        int rows = 400;
        Key key = Key.of(seed).fold(9);
        float[] features = new float[rows * inputs];
        float[] targets = new float[rows];
        key.fold(0).gaussians(features);
        for (int r = 0; r < rows; r++) {
            double y = 0.5 * key.fold(2).gaussian(r);
            for (int k = 0; k < truth.length; k++) {
                y += coefficients[k] * features[r * inputs + truth[k]];
            }
            targets[r] = (float) y;
        }
        return new Batch(features, targets, inputs);
    }

    /** A small regression: 60 rows, 3 inputs. */
    public static Batch small(long seed) {
        return io.elbo4j.conjugate.LinearProblem.of(seed, 60, 3).data();
    }
}
