package io.elbo4j.models.hmc;

/** The logarithm of a density that may lack a constant, with its gradient. Pure. */
@FunctionalInterface
public interface LogDensity {

    /**
     * At a point.
     *
     * @param theta {@code [D]}; not written to
     */
    Slope at(double[] theta);

    /**
     * Value and gradient.
     *
     * @param value nats
     * @param gradient {@code [D]}
     */
    record Slope(double value, double[] gradient) {

        /** Of a product of densities. */
        Slope plus(Slope other) {
            double[] sum = gradient.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.gradient[i];
            }
            return new Slope(value + other.value, sum);
        }
    }

    /** The product of both densities. */
    default LogDensity times(LogDensity other) {
        return theta -> at(theta).plus(other.at(theta));
    }

    /** N(0, 1 / precision) in every direction, without its constant. */
    static LogDensity isotropic(double precision) {
        return theta -> {
            double value = 0;
            double[] gradient = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                value -= 0.5 * precision * theta[i] * theta[i];
                gradient[i] = -precision * theta[i];
            }
            return new Slope(value, gradient);
        };
    }
}
