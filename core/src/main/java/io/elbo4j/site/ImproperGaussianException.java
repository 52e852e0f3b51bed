package io.elbo4j.site;

/** Natural parameters that no normal distribution has: a precision that is 0, negative or not finite. */
public final class ImproperGaussianException extends RuntimeException {

    private final int parameter;
    private final double precision;

    /**
     * Names what is wrong.
     *
     * @param parameter index in θ; for a full precision matrix the one with the largest part in its worst direction
     * @param precision of that parameter; for a full matrix its least eigenvalue
     */
    public ImproperGaussianException(int parameter, double precision) {
        super("gaussian: precision not positive: parameter=" + parameter + " precision=" + precision
                + "; these factors have no proper product: lower merge.damping, or raise the prior's precision");
        this.parameter = parameter;
        this.precision = precision;
    }

    /** The parameter whose precision is not positive. */
    public int parameter() {
        return parameter;
    }

    /** Its precision. */
    public double precision() {
        return precision;
    }
}
