package io.elbo4j.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Shifts and scales features to mean 0 and standard deviation 1, and targets too where that is asked for. Fitted on
 * training data alone; travels with the model. Features come in G groups of F / G neighbours that share one mean and
 * standard deviation: G = F for columns of a table, G = channels for images.
 *
 * @param width F
 * @param mean {@code [G]}
 * @param sd {@code [G]}: population standard deviation; 1 for a constant group
 * @param targetMean 0 where targets are left as they are
 * @param targetSd 1 where targets are left as they are
 */
public record Standardisation(int width, double[] mean, double[] sd, double targetMean, double targetSd)
        implements Serializable {

    public Standardisation {
        boolean sizes = mean.length > 0 && mean.length == sd.length && width % mean.length == 0;
        boolean values = positive(targetSd) && Double.isFinite(targetMean);
        for (int g = 0; sizes && g < mean.length; g++) {
            values &= Double.isFinite(mean[g]) && positive(sd[g]);
        }
        if (!sizes || !values) {
            throw new IllegalArgumentException("standardisation: not a shift and a scale: width=" + width + " means="
                    + mean.length + " sds=" + sd.length + " targetMean=" + targetMean + " targetSd=" + targetSd
                    + "; means are finite, standard deviations finite and above 0, groups divide the width");
        }
    }

    private static boolean positive(double sd) {
        return sd > 0 && Double.isFinite(sd);
    }

    /** Leaves everything as it is. */
    public static Standardisation identity(int width) {
        return new Standardisation(width, new double[] {0}, new double[] {1}, 0, 1);
    }

    /**
     * From the moments of training data. What is constant gets its value as the mean and 1 as the standard deviation,
     * and so becomes 0.
     *
     * @param features C = F columns
     * @param groups G: F for a table, the number of channels for images
     */
    public static Standardisation of(Moments features, int groups) {
        Moments grouped = features.grouped(groups);
        double[] mean = new double[groups];
        double[] sd = new double[groups];
        for (int g = 0; g < groups; g++) {
            mean[g] = mean(grouped, g);
            sd[g] = sd(grouped, g);
        }
        return new Standardisation(features.columns(), mean, sd, 0, 1);
    }

    /**
     * The same for features, and targets to mean 0 and standard deviation 1: for regression.
     *
     * @param targets one column
     */
    public Standardisation withTargets(Moments targets) {
        return new Standardisation(width, mean, sd, mean(targets, 0), sd(targets, 0));
    }

    private static double mean(Moments moments, int column) {
        // The mean of equal numbers, summed, is not always that number.
        return moments.count() > 0 && moments.constant(column) ? moments.min()[column] : moments.mean()[column];
    }

    private static double sd(Moments moments, int column) {
        double sd = moments.constant(column) ? 0 : Math.sqrt(moments.variance(column));
        return sd > 0 ? sd : 1;
    }

    /**
     * Rows of the same width with standardised features and targets.
     *
     * @throws IllegalArgumentException when the rows have another width
     */
    public Batch apply(Batch batch) {
        if (batch.width() != width) {
            throw new IllegalArgumentException("standardisation: dimension mismatch: fitted=" + width + " data="
                    + batch.width() + "; use data with the features that the model was trained on");
        }
        float[] targets = new float[batch.rows()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) ((batch.targets()[i] - targetMean) / targetSd);
        }
        return new Batch(apply(batch.features()), targets, batch.weights());
    }

    private Features apply(Features rows) {
        if (leavesFeatures()) {
            return rows;
        }
        float[] raw = rows.dense();
        float[] features = new float[raw.length];
        int each = width / mean.length;
        for (int row = 0; row < features.length; row += width) {
            for (int g = 0, at = row; g < mean.length; g++) {
                for (int end = at + each; at < end; at++) {
                    features[at] = (float) ((raw[at] - mean[g]) / sd[g]);
                }
            }
        }
        return new DenseFeatures(features, width);
    }

    private boolean leavesFeatures() {
        boolean same = true;
        for (int g = 0; g < mean.length; g++) {
            same &= mean[g] == 0 && sd[g] == 1;
        }
        return same;
    }

    /** The shard with standardised rows. */
    public Shard apply(Shard shard) {
        return new Shard(shard.index(), shard.shards(), shard.totalRows(), apply(shard.examples()));
    }

    /** A prediction in the target's own units. */
    public double targetBack(double standardised) {
        return targetMean + targetSd * standardised;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardisation that
                && width == that.width
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(sd, that.sd)
                && Double.compare(targetMean, that.targetMean) == 0
                && Double.compare(targetSd, that.targetSd) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(sd);
    }

    @Override
    public String toString() {
        return "Standardisation[width=" + width + ", groups=" + mean.length + ", targetMean=" + targetMean
                + ", targetSd=" + targetSd + "]";
    }
}
