package io.elbo4j.models.protocl;

import io.elbo4j.paper.Equation;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What is believed about the classes after some rows, by natural parameters: class c has a prototype z̄_c ~ N(Q_c / Λ_c, I / Λ_c) and
 * the probability p_c of p ~ Dirichlet(α). Observing adds up, so that order and partition do not matter. A value: {@link #observe} gives
 * another one. Predictions are made from {@link #densities}, which cannot observe.
 *
 * @param width E of a prototype
 * @param precisionMean Q, {@code [C, E]}
 * @param precision Λ, {@code [C]}
 * @param concentration α, {@code [C]}: 1, and 1 for each row ever seen
 */
public record ClassPosteriors(int width, double[] precisionMean, double[] precision, double[] concentration)
        implements Serializable {

    /** Every p alike. */
    private static final double PRIOR_CONCENTRATION = 1;

    public ClassPosteriors {
        if (precision.length != concentration.length || precisionMean.length != precision.length * width) {
            throw new IllegalArgumentException("class posteriors: sizes do not agree: precisionMean="
                    + precisionMean.length + " precision=" + precision.length + " concentration="
                    + concentration.length + " width=" + width + "; each class has one of each");
        }
    }

    /** Before any row: prototypes around 0. */
    static ClassPosteriors prior(int classes, int width, double priorVariance) {
        double[] precision = new double[classes];
        double[] concentration = new double[classes];
        Arrays.fill(precision, 1 / priorVariance);
        Arrays.fill(concentration, PRIOR_CONCENTRATION);
        return new ClassPosteriors(width, new double[classes * width], precision, concentration);
    }

    /** C. */
    public int classes() {
        return precision.length;
    }

    /**
     * After these rows too, each counted once.
     *
     * @param embeddings {@code [B, E]}
     * @param targets {@code [B]}
     * @param noiseVariance of an embedding around its prototype
     */
    @Equation(paper = "arXiv:2301.01828", number = "ProtoCL, posterior update")
    public ClassPosteriors observe(float[] embeddings, float[] targets, double noiseVariance) {
        ClassSums sums = ClassSums.of(classes(), width, embeddings, targets);
        double[] seen = seen();
        for (int c = 0; c < seen.length; c++) {
            seen[c] += sums.rows()[c];
        }
        return observe(sums, noiseVariance).with(seen);
    }

    /** After rows with these sums; the rows ever seen are not counted here. */
    ClassPosteriors observe(ClassSums sums, double noiseVariance) {
        double[] newPrecisionMean = precisionMean.clone();
        double[] newPrecision = precision.clone();
        for (int i = 0; i < newPrecisionMean.length; i++) {
            newPrecisionMean[i] += sums.embeddings()[i] / noiseVariance;
        }
        for (int c = 0; c < newPrecision.length; c++) {
            newPrecision[c] += sums.rows()[c] / noiseVariance;
        }
        return new ClassPosteriors(width, newPrecisionMean, newPrecision, concentration);
    }

    /** The same prototypes after so many rows of each class. */
    ClassPosteriors with(double[] rowsEverSeen) {
        double[] seen = rowsEverSeen.clone();
        for (int c = 0; c < seen.length; c++) {
            seen[c] += PRIOR_CONCENTRATION;
        }
        return new ClassPosteriors(width, precisionMean, precision, seen);
    }

    /** Rows of each class ever seen, {@code [C]}, whole numbers. */
    public double[] seen() {
        double[] seen = concentration.clone();
        for (int c = 0; c < seen.length; c++) {
            seen[c] -= PRIOR_CONCENTRATION;
        }
        return seen;
    }

    /** Mean of each prototype, {@code [C, E]}. */
    public double[] mean() {
        double[] mean = precisionMean.clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= precision[i / width];
        }
        return mean;
    }

    /** What the classes say of a new embedding, prototypes integrated out: z ~ N(Q_c / Λ_c, (1 / Λ_c + noise) I). */
    public ClassDensities densities(double noiseVariance) {
        double[] variance = new double[classes()];
        double[] logWeight = new double[classes()];
        for (int c = 0; c < variance.length; c++) {
            variance[c] = 1 / precision[c] + noiseVariance;
            logWeight[c] = Math.log(concentration[c]);
        }
        return new ClassDensities(width, mean(), variance, logWeight);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassPosteriors that
                && width == that.width
                && Arrays.equals(precisionMean, that.precisionMean)
                && Arrays.equals(precision, that.precision)
                && Arrays.equals(concentration, that.concentration);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(precisionMean) + Arrays.hashCode(concentration);
    }

    @Override
    public String toString() {
        return "ClassPosteriors[classes=" + classes() + ", width=" + width + "]";
    }
}
