package io.elbo4j.codec;

import io.elbo4j.math.Sums;
import java.util.ArrayList;
import java.util.List;

/** Sends {@link Sums}. */
public enum SumsCodec implements Codec<Sums> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "sums";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(Sums sums) {
        Parts parts = new Parts().put("rows", sums.rows()).put("logLik", sums.logLik());
        for (int a = 0; a < sums.arrays().size(); a++) {
            parts.put("array" + a, sums.arrays().get(a));
        }
        return parts;
    }

    @Override
    public Sums decode(Parts parts, int version) {
        List<double[]> arrays = new ArrayList<>();
        for (int a = 0; parts.has("array" + a); a++) {
            arrays.add(parts.doubles("array" + a));
        }
        return new Sums(parts.real("rows"), parts.real("logLik"), List.copyOf(arrays));
    }
}
