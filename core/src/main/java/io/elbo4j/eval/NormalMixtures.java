package io.elbo4j.eval;

import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.special.Erf;

/** Mixtures of normals for N rows, one component a sample of the weights, in equal parts; for their quantiles. */
public final class NormalMixtures {

    private static final int MOST_STEPS = 200;
    /** Of the widest component's standard deviation: no quantile that a double can name lies further out. */
    private static final double REACH = 40;

    private final ObservationModel model;
    private final int rows;
    private final List<double[]> means = new ArrayList<>();
    private final List<double[]> sds = new ArrayList<>();

    /**
     * Without components.
     *
     * @throws IllegalArgumentException when targets are not normal given the outputs
     */
    public NormalMixtures(ObservationModel model, int rows) {
        boolean normal = model instanceof GaussianFixedNoise
                || model instanceof GaussianLearnedNoise
                || model instanceof GaussianInputNoise;
        if (!normal) {
            throw new IllegalArgumentException("quantiles: not a mixture of normals: observation="
                    + model.getClass().getSimpleName() + "; use a Gaussian likelihood");
        }
        this.model = model;
        this.rows = rows;
    }

    /**
     * Adds the outputs under one sample of the weights.
     *
     * @param outputs {@code [N, K]}
     * @param shared value of the observation model's own parameter ({@link ObservationModel#sharedParameter})
     */
    public void add(float[] outputs, double shared) {
        double[] mean = new double[rows];
        double[] sd = new double[rows];
        for (int i = 0; i < rows; i++) {
            mean[i] = ValueAccumulator.mean(model, outputs, i * model.outputs());
            sd[i] = Math.sqrt(ValueAccumulator.variance(model, outputs, i * model.outputs(), shared));
            if (!Double.isFinite(mean[i]) || !Double.isFinite(sd[i])) {
                throw new IllegalArgumentException("quantiles: mean or variance not finite: row=" + i + " mean="
                        + mean[i] + " sd=" + sd[i] + "; check that features and weights are finite");
            }
        }
        means.add(mean);
        sds.add(sd);
    }

    /**
     * The value below which the mixture of a row has this probability, by bisection.
     *
     * @param probability in (0, 1)
     */
    public double quantile(int row, double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("quantiles: probability out of range: probability=" + probability
                    + "; use numbers between 0 and 1");
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < means.size(); s++) {
            low = Math.min(low, means.get(s)[row] - REACH * sds.get(s)[row]);
            high = Math.max(high, means.get(s)[row] + REACH * sds.get(s)[row]);
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            double middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (below(row, middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double below(int row, double value) {
        double sum = 0;
        for (int s = 0; s < means.size(); s++) {
            sum += 0.5 * Erf.erfc((means.get(s)[row] - value) / (Math.sqrt(2) * sds.get(s)[row]));
        }
        return sum / means.size();
    }
}
