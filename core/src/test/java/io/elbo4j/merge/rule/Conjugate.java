package io.elbo4j.merge.rule;

import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear regression in shards whose own posteriors are known, by elimination.
 *
 * @param problem data, prior and the exact posterior
 * @param full whether posteriors have full covariances, or are the best independent normals
 */
record Conjugate(LinearProblem problem, boolean full) {

    static final int D = 3;
    static final int ROWS = 40;

    static Conjugate of(long seed, boolean full) {
        return new Conjugate(LinearProblem.scaled(seed, ROWS, D, 20), full);
    }

    GaussianSite prior() {
        double[] precision = new double[D];
        java.util.Arrays.fill(precision, 1 / problem.priorVariance());
        return full
                ? new FullSite(D, new double[D], diagonal(precision))
                : DiagonalSite.dense(new double[D], precision);
    }

    Shared shared(GaussianSite current) {
        return new Shared(prior(), current, ROWS);
    }

    /** What the pooled data say: the exact posterior, or the best independent normals. */
    GaussianSite pooled() {
        return best(fullPrior(1).plus(likelihood(problem.data())));
    }

    /** Twelve shards, at random and some of them empty. */
    List<Shard> shards(long seed) {
        return problem.randomShards(12, Key.of(seed));
    }

    /** Each shard's best belief for the rule's target; shards without rows are left out. */
    List<LocalPosterior> locals(PosteriorMerge<?, ?, ?> rule, List<Shard> shards) {
        List<LocalPosterior> locals = new ArrayList<>();
        for (Shard shard : shards) {
            double rows = shard.examples().rows();
            if (rows > 0) {
                LocalTarget target = rule.target(rows, shared(prior()));
                FullSite belief = fullPrior(target.priorPower())
                        .plus(likelihood(shard.examples()).times(target.likelihoodPower()));
                locals.add(new LocalPosterior(shard.index(), rows, prior().times(target.priorPower()), best(belief)));
            }
        }
        return locals;
    }

    /** The gradient of E_q log p(rows given θ) in the mean parameters of q. */
    GaussianSite gradient(Batch rows, GaussianSite q) {
        FullSite likelihood = likelihood(rows);
        if (full) {
            return likelihood;
        }
        DiagonalSite diagonal = (DiagonalSite) q;
        double[] precision = new double[D];
        double[] precisionMean = likelihood.precisionMean().clone();
        for (int i = 0; i < D; i++) {
            precision[i] = likelihood.precision()[i * D + i];
            for (int j = 0; j < D; j++) {
                if (j != i) {
                    double mean = diagonal.precisionMean()[j] / diagonal.precision()[j];
                    precisionMean[i] -= likelihood.precision()[i * D + j] * mean;
                }
            }
        }
        return DiagonalSite.dense(precisionMean, precision);
    }

    FullSite likelihood(Batch rows) {
        double[] precisionMean = new double[D];
        double[] precision = new double[D * D];
        for (int r = 0; r < rows.rows(); r++) {
            for (int i = 0; i < D; i++) {
                double x = rows.features().dense()[r * D + i];
                precisionMean[i] += x * rows.targets()[r] / problem.noiseVariance();
                for (int j = 0; j < D; j++) {
                    precision[i * D + j] += x * rows.features().dense()[r * D + j] / problem.noiseVariance();
                }
            }
        }
        return new FullSite(D, precisionMean, precision);
    }

    private FullSite fullPrior(double power) {
        double[] precision = new double[D];
        java.util.Arrays.fill(precision, power / problem.priorVariance());
        return new FullSite(D, new double[D], diagonal(precision));
    }

    /** The family's best for an exact posterior. */
    private GaussianSite best(FullSite exact) {
        if (full) {
            return exact;
        }
        double[] covariance = GaussJordan.of(exact.precision(), D).inverse();
        double[] precision = new double[D];
        double[] precisionMean = new double[D];
        for (int i = 0; i < D; i++) {
            precision[i] = exact.precision()[i * D + i];
            for (int j = 0; j < D; j++) {
                precisionMean[i] += precision[i] * covariance[i * D + j] * exact.precisionMean()[j];
            }
        }
        return DiagonalSite.dense(precisionMean, precision);
    }

    static double[] diagonal(double[] values) {
        double[] matrix = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            matrix[i * values.length + i] = values[i];
        }
        return matrix;
    }
}
