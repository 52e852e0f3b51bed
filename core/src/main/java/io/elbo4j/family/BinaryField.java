package io.elbo4j.family;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.math.Tangents;
import io.elbo4j.paper.Equation;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Independent weights of two values, +c and −c, each with a field θ: q(w = ±c) = exp(±βθ) / (2 cosh βθ). The mean is c·tanh βθ and the
 * variance c²(1 − tanh² βθ); the further a field is from 0, the less its weight can still change. c belongs to a layer and is
 * 1/√(inputs of a unit), so that pre-activations keep their size.
 *
 * @param field {@code [D]}: θ
 * @param inverseTemperature β, above 0
 * @param end {@code [layers]}: index after the last weight of each layer
 * @param scale {@code [layers]}: c
 */
public record BinaryField(float[] field, double inverseTemperature, int[] end, float[] scale)
        implements Posterior, Serializable {

    public BinaryField {
        if (end.length != scale.length || field.length != (end.length == 0 ? 0 : end[end.length - 1])) {
            throw new IllegalArgumentException("binary field: sizes do not agree: fields=" + field.length + " ends="
                    + Arrays.toString(end) + " scales=" + scale.length + "; give each layer its end and its scale");
        }
        if (!(inverseTemperature > 0) || Double.isInfinite(inverseTemperature)) {
            throw new IllegalArgumentException("binary field: out of range: inverseTemperature=" + inverseTemperature
                    + "; use a finite number above 0");
        }
    }

    /**
     * Of a network without other parameters, undecided: all fields are 0.
     *
     * @throws IllegalArgumentException when there is a parameter that is not a weight
     */
    public static BinaryField undecided(ParameterLayout layout, double inverseTemperature) {
        List<ParameterBlock> blocks = layout.blocks();
        int[] end = new int[blocks.size()];
        float[] scale = new float[end.length];
        for (int l = 0; l < end.length; l++) {
            ParameterBlock block = blocks.get(l);
            if (block.role() != Role.WEIGHT) {
                throw new IllegalArgumentException("binary field: a parameter that is not a weight: block="
                        + block.name() + "; set network.bias=false and use layers of weights alone");
            }
            end[l] = block.end();
            scale[l] = (float) (1 / Math.sqrt(block.fanIn()));
        }
        return new BinaryField(new float[layout.dimension()], inverseTemperature, end, scale);
    }

    /** Other fields of the same weights. */
    public BinaryField with(float[] fields) {
        return new BinaryField(fields, inverseTemperature, end, scale);
    }

    /** The same fields, so that all weights are surer with a larger β. */
    public BinaryField at(double otherInverseTemperature) {
        return new BinaryField(field, otherInverseTemperature, end, scale);
    }

    /** The same belief, told by fields for another β. */
    public BinaryField retold(double otherInverseTemperature) {
        float[] fields = field.clone();
        for (int k = 0; k < fields.length; k++) {
            fields[k] = (float) (fields[k] * inverseTemperature / otherInverseTemperature);
        }
        return new BinaryField(fields, otherInverseTemperature, end, scale);
    }

    @Override
    public int dimension() {
        return field.length;
    }

    /** βθ of a weight: half the log odds of +c. */
    public double halfLogOdds(int k) {
        return inverseTemperature * field[k];
    }

    /** 1 − tanh² of half the log odds, without the difference: the variance in units of c². */
    @Equation(paper = "arXiv:2212.02846v2", number = "variance")
    public static double variance(double halfLogOdds) {
        double e = Math.exp(-2 * Math.abs(halfLogOdds));
        return 4 * e / ((1 + e) * (1 + e));
    }

    /**
     * Mean and variance of each weight.
     *
     * @param mean {@code [D]}
     * @param variance {@code [D]}
     */
    public record Moments(float[] mean, float[] variance) {}

    /** Of all weights. */
    public Moments moments() {
        float[] halfLogOdds = new float[field.length];
        for (int k = 0; k < halfLogOdds.length; k++) {
            halfLogOdds[k] = (float) halfLogOdds(k);
        }
        Tangents tangents = Tangents.of(halfLogOdds);
        float[] mean = tangents.tanh();
        float[] variance = tangents.slope();
        for (int l = 0, k = 0; l < end.length; l++) {
            float c = scale[l];
            float square = c * c;
            for (; k < end[l]; k++) {
                mean[k] *= c;
                variance[k] *= square;
            }
        }
        return new Moments(mean, variance);
    }

    @Override
    public float[] meanTheta() {
        return moments().mean();
    }

    @Override
    public float[] draw(Key key) {
        float[] theta = new float[field.length];
        for (int l = 0, k = 0; l < end.length; l++) {
            for (; k < end[l]; k++) {
                theta[k] = key.uniform(k) < 1 / (1 + Math.exp(-2 * halfLogOdds(k))) ? scale[l] : -scale[l];
            }
        }
        return theta;
    }

    /**
     * The chain rule from means μ and variances v of the weights to fields: dμ/dθ = βv/c and dv/dθ = −2βμv/c.
     *
     * @param moments of this belief
     * @return {@code [D]}
     */
    @Equation(paper = "arXiv:2212.02846v2", number = "field gradient")
    public double[] pullback(Moments moments, float[] meanGradient, float[] varianceGradient) {
        float[] mean = moments.mean;
        float[] variance = moments.variance;
        double[] gradient = new double[field.length];
        for (int l = 0, k = 0; l < end.length; l++) {
            double factor = inverseTemperature / scale[l];
            for (; k < end[l]; k++) {
                gradient[k] = factor * variance[k] * (meanGradient[k] - 2.0 * mean[k] * varianceGradient[k]);
            }
        }
        return gradient;
    }

    /**
     * KL(this ‖ prior) over all weights, nats: Σ p ln(p/p₀) + (1 − p) ln((1 − p)/(1 − p₀)), each logarithm by its own tail, so
     * that nothing overflows or cancels where both are sure.
     */
    @Equation(paper = "arXiv:2212.02846v2", number = "KL")
    public double klNats(BinaryField prior) {
        requireSameWeights(prior);
        double sum = 0;
        for (int k = 0; k < field.length; k++) {
            sum += klNats(halfLogOdds(k), prior.halfLogOdds(k));
        }
        return sum;
    }

    /** Of one weight, by half the log odds of both. */
    private static double klNats(double x, double before) {
        double plus = logProbability(x);
        double minus = logProbability(-x);
        double nats =
                Math.exp(plus) * (plus - logProbability(before)) + Math.exp(minus) * (minus - logProbability(-before));
        return Math.max(0, nats);
    }

    /** ln of 1 / (1 + e^(−2x)). */
    private static double logProbability(double x) {
        return x >= 0 ? -Math.log1p(Math.exp(-2 * x)) : 2 * x - Math.log1p(Math.exp(2 * x));
    }

    /** ∂KL(this ‖ prior)/∂θ, {@code [D]}: β s (βθ − β₀θ₀), which is β² s (θ − θ₀) at one temperature. */
    @Equation(paper = "arXiv:2212.02846v2", number = "KL gradient")
    public double[] klGradient(BinaryField prior) {
        requireSameWeights(prior);
        double[] gradient = new double[field.length];
        float[] variance = moments().variance;
        for (int l = 0, k = 0; l < end.length; l++) {
            double factor = inverseTemperature / ((double) scale[l] * scale[l]);
            for (; k < end[l]; k++) {
                gradient[k] = factor * variance[k] * (halfLogOdds(k) - prior.halfLogOdds(k));
            }
        }
        return gradient;
    }

    /**
     * Checks that another belief is about the same weights.
     *
     * @throws IllegalArgumentException with both shapes
     */
    public void requireSameWeights(BinaryField other) {
        if (!Arrays.equals(end, other.end) || !Arrays.equals(scale, other.scale)) {
            throw new IllegalArgumentException("binary field: other weights: ends=" + Arrays.toString(end)
                    + " otherEnds=" + Arrays.toString(other.end) + " scales=" + Arrays.toString(scale)
                    + " otherScales=" + Arrays.toString(other.scale) + "; both must be of one architecture");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryField that
                && Double.compare(inverseTemperature, that.inverseTemperature) == 0
                && Arrays.equals(field, that.field)
                && Arrays.equals(end, that.end)
                && Arrays.equals(scale, that.scale);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(field) + Double.hashCode(inverseTemperature);
    }

    @Override
    public String toString() {
        return "BinaryField[dimension=" + field.length + ", inverseTemperature=" + inverseTemperature + "]";
    }
}
