package io.elbo4j.update;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.family.SparseGaussian;
import java.util.ArrayList;
import java.util.List;

/** Stores a {@link MeanFieldState} whole: posterior, slots and step. */
public enum MeanFieldStateCodec implements Codec<MeanFieldState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "mean-field-state";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Parts encode(MeanFieldState state) {
        SparseGaussian q = state.posterior();
        Parts parts = new Parts()
                .put("step", state.step())
                .put("dimension", (long) q.dimension())
                .put("slots", (long) state.slots().size())
                .put("support", q.support())
                .put("mean", q.mean())
                .put("sd", q.sd());
        for (int s = 0; s < state.slots().size(); s++) {
            parts.put("slot" + s, state.slots().get(s));
        }
        return parts;
    }

    @Override
    public MeanFieldState decode(Parts parts, int version) {
        try {
            List<float[]> slots = new ArrayList<>();
            for (int s = 0; parts.has("slot" + s); s++) {
                slots.add(parts.floats("slot" + s));
            }
            if (slots.size() != parts.whole("slots")) {
                throw new CorruptModelException("model: slots missing: declared=" + parts.whole("slots") + " found="
                        + slots.size() + "; the folder is incomplete");
            }
            SparseGaussian posterior = new SparseGaussian(
                    Math.toIntExact(parts.whole("dimension")),
                    parts.ints("support"),
                    parts.floats("mean"),
                    version == 1 ? sd(parts.floats("logSd")) : parts.floats("sd"));
            return new MeanFieldState(posterior, slots, parts.whole("step"));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }

    /** Version 1 stored logarithms. */
    private static float[] sd(float[] logSd) {
        float[] sd = new float[logSd.length];
        for (int k = 0; k < sd.length; k++) {
            sd[k] = (float) Math.exp(logSd[k]);
        }
        return sd;
    }
}
