package io.elbo4j.merge;

/**
 * How {@link WeightedMean} makes one normal of the shards' normals N(m_k, σ_k²), and how many rows a shard lets its own stand
 * for. E is the mean over shards, weighted by rows.
 */
public enum Average {
    /** E[m] and E[1/σ²]: each shard believes that all N rows are like its own. */
    MEANS(true),

    /**
     * E[m/σ²] and E[1/σ²], each shard with the whole prior and its own rows alone. Each row counts once in M: the result is about
     * M times too wide. A baseline, not a posterior.
     */
    NATURAL(false) {
        @Override
        double first(double mean, double sd, double before) {
            return mean / (sd * sd);
        }

        @Override
        double mean(double first, double second, double rows, double before) {
            return first / second;
        }
    },

    /** Mean and variance of the mixture: it widens where shards disagree. Each shard believes that all N rows are like its own. */
    MOMENTS(true) {
        /** Around the mean that all shards know, so that float32 is enough. */
        @Override
        double second(double mean, double sd, double before) {
            return sd * sd + (mean - before) * (mean - before);
        }

        @Override
        double variance(double first, double second, double rows, double before) {
            return second / rows - (first / rows - before) * (first / rows - before);
        }
    };

    private final boolean forAll;

    Average(boolean forAll) {
        this.forAll = forAll;
    }

    /** How many rows a shard's gradient stands for. */
    long rows(long own, long total) {
        return forAll ? total : own;
    }

    /** What is averaged first; {@code before} is the mean at the start of the round. */
    double first(double mean, double sd, double before) {
        return mean;
    }

    /** What is averaged second. */
    double second(double mean, double sd, double before) {
        return 1 / (sd * sd);
    }

    /** The merged mean, from both sums over rows. */
    double mean(double first, double second, double rows, double before) {
        return first / rows;
    }

    /** The merged variance, from both sums over rows. */
    double variance(double first, double second, double rows, double before) {
        return rows / second;
    }
}
