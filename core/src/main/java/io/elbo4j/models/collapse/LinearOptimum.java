package io.elbo4j.models.collapse;

import io.elbo4j.models.collapse.TwoLevelSpec.EncoderVariance.Fixed;
import io.elbo4j.paper.Equation;
import java.util.Arrays;

/** Where the bounds of linear models are highest, in closed form. A latent whose singular value is 0 there has collapsed. */
public final class LinearOptimum {

    private LinearOptimum() {}

    /**
     * Singular values of U₁ at the optimum of a VAE or CVAE, √max(0, λᵢ − βσ²).
     *
     * @param eigenvalues λ of the output's covariance given the best linear guess from the condition
     * @param beta β
     * @param noiseVariance σ²
     */
    @Equation(paper = "arXiv:2306.05023", number = "linear CVAE, singular values at the optimum")
    public static double[] singularValues(double[] eigenvalues, double beta, double noiseVariance) {
        return Arrays.stream(eigenvalues)
                .map(eigenvalue -> Math.sqrt(Math.max(0, eigenvalue - beta * noiseVariance)))
                .toArray();
    }

    /**
     * Singular values of U₂ at the optimum of a two-level VAE. The second level is a VAE of the first latents, whose covariance C is the encoder's choice: with
     * a variance s² that is fixed, Cᵢ = max(s², λᵢs²/(β₂σ²)) wherever a direction is kept, and the values are those of {@link #singularValues} for C and β₂/β₁; with one that is
     * learned, C = σ²·I, and all of them are 0.
     *
     * @param eigenvalues λ of the rows' covariance
     * @throws IllegalArgumentException when the variance is learned and β₂ is not above β₁: the optimum is not unique, or there is none
     */
    @Equation(paper = "arXiv:2306.05023", number = "linear two-level VAE, singular values at the optimum")
    public static double[] secondSingularValues(
            double[] eigenvalues, TwoLevelSpec spec, double firstBeta, double secondBeta) {
        if (spec.firstVariance() instanceof Fixed fixed) {
            double gain = fixed.variance() / (secondBeta * spec.noiseVariance());
            double[] covariance = Arrays.stream(eigenvalues)
                    .map(eigenvalue -> Math.max(fixed.variance(), eigenvalue * gain))
                    .toArray();
            return singularValues(covariance, secondBeta / firstBeta, spec.noiseVariance());
        }
        if (secondBeta <= firstBeta) {
            throw new IllegalArgumentException("two levels: no unique optimum: firstBeta=" + firstBeta + " secondBeta="
                    + secondBeta + "; with a learned variance, the second must be larger");
        }
        return new double[eigenvalues.length];
    }
}
