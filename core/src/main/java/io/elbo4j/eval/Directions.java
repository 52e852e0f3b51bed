package io.elbo4j.eval;

import java.util.List;

/**
 * What a level of latents could tell of what is below it: the covariance below by its eigenvalues, and what a direction must be worth. A linear VAE keeps the
 * directions of λ above β·σ² (arXiv 2306.05023; derived in {@code models.collapse}).
 *
 * @param eigenvalues λ, the largest first: of the rows' covariance, of what a condition leaves of it, or of the latents below as the guide spreads them
 * @param beta β, the factor of this level's divergence over that of the level below, which is 1 for the data
 * @param noiseVariance σ², of what is below given these latents
 * @param belowLearnsVariance whether what is below are latents whose guide learns its variances
 */
public record Directions(List<Double> eigenvalues, double beta, double noiseVariance, boolean belowLearnsVariance) {

    public Directions {
        eigenvalues = List.copyOf(eigenvalues);
        if (!(beta > 0) || !(noiseVariance > 0)) {
            throw new IllegalArgumentException("diagnosis: out of range: beta=" + beta + " noiseVariance="
                    + noiseVariance + "; both are positive");
        }
        for (int i = 1; i < eigenvalues.size(); i++) {
            if (!(eigenvalues.get(i) <= eigenvalues.get(i - 1))) {
                throw new IllegalArgumentException("diagnosis: eigenvalues not in order: place=" + i + " before="
                        + eigenvalues.get(i - 1) + " here=" + eigenvalues.get(i) + "; give the largest first");
            }
        }
    }

    /** Of data. */
    public static Directions ofData(List<Double> eigenvalues, double beta, double noiseVariance) {
        return new Directions(eigenvalues, beta, noiseVariance, false);
    }

    /** β·σ²: what an eigenvalue must be above. */
    public double threshold() {
        return beta * noiseVariance;
    }

    /** How many directions a linear model would keep. */
    public int worthKeeping() {
        return (int) eigenvalues.stream().filter(value -> value > threshold()).count();
    }

    /** The eigenvalue of this rank, from 0; 0 beyond the last. */
    double eigenvalue(int rank) {
        return rank < eigenvalues.size() ? eigenvalues.get(rank) : 0;
    }

    /** What a linear model's latent of this rank would tell of a row, ½ ln(λ/βσ²) nats: its variance given the row is βσ²/λ. */
    double klNats(int rank) {
        return 0.5 * Math.log(Math.max(1, eigenvalue(rank) / threshold()));
    }
}
