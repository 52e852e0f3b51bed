package io.elbo4j.density;

/** Yes or no; the output is the log odds of yes. */
public record Bernoulli() implements ObservationModel {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        double f = out[at];
        // target·f − ln(1 + e^f), written so that neither side overflows.
        return target * f - Math.max(f, 0) - Math.log1p(Math.exp(-Math.abs(f)));
    }

    @Override
    public String targetError(float target) {
        return target == 0 || target == 1 ? "" : "0 or 1";
    }
}
