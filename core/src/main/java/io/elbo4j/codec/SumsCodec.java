package io.elbo4j.codec;

import io.elbo4j.math.Sums;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends {@link Sums}. An array that is a float32 mean a row times the rows, as one shard sends them, goes as its means: half the
 * bytes, the same bits.
 */
public enum SumsCodec implements Codec<Sums> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "sums";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Parts encode(Sums sums) {
        Parts parts = new Parts().put("rows", sums.rows()).put("logLik", sums.logLik());
        if (sums.support().length > 0) {
            parts.put("support", sums.support());
        }
        for (int a = 0; a < sums.arrays().size(); a++) {
            double[] array = sums.arrays().get(a);
            float[] means = new float[array.length];
            boolean exact = true;
            for (int k = 0; k < means.length && exact; k++) {
                means[k] = (float) (array[k] / sums.rows());
                exact = Double.doubleToRawLongBits(means[k] * sums.rows()) == Double.doubleToRawLongBits(array[k]);
            }
            parts.put((exact ? "mean" : "array") + a, exact ? means : array);
        }
        return parts;
    }

    @Override
    public Sums decode(Parts parts, int version) {
        double rows = parts.real("rows");
        List<double[]> arrays = new ArrayList<>();
        for (int a = 0; parts.has("array" + a) || parts.has("mean" + a); a++) {
            arrays.add(parts.has("mean" + a) ? times(parts.floats("mean" + a), rows) : parts.doubles("array" + a));
        }
        int[] support = parts.has("support") ? parts.ints("support") : new int[0];
        return new Sums(rows, parts.real("logLik"), support, List.copyOf(arrays));
    }

    private static double[] times(float[] means, double rows) {
        double[] sums = new double[means.length];
        for (int k = 0; k < sums.length; k++) {
            sums[k] = means[k] * rows;
        }
        return sums;
    }
}
