package io.elbo4j.models.hmc;

import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mixture of normals with full covariances, as a density that can be the prior of what comes next.
 *
 * @param components of it
 */
public record NormalMixture(List<Component> components) implements LogDensity {

    /** Added to variances, so that a component on few draws stays a distribution. */
    private static final double RIDGE = 1e-6;

    private static final int ITERATIONS = 50;

    /** Nats a draw below which a round of EM gains nothing worth having. */
    private static final double REST = 1e-4;

    public NormalMixture {
        components = List.copyOf(components);
        if (components.isEmpty()) {
            throw new IllegalArgumentException("mixture: no components: components=0; give at least one");
        }
    }

    /**
     * One normal.
     *
     * @param logWeight nats
     * @param mean {@code [D]}
     * @param precision {@code [D, D]}
     * @param logNormaliser −½ ln det(2πΣ)
     */
    public record Component(double logWeight, double[] mean, double[] precision, double logNormaliser) {

        static Component of(double weight, double[] mean, double[] covariance) {
            int d = mean.length;
            PositiveDefinite factor = PositiveDefinite.of(covariance, d);
            return new Component(
                    Math.log(weight),
                    mean,
                    factor.inverse(),
                    -0.5 * (d * Math.log(2 * Math.PI) + factor.logDeterminant()));
        }

        /** Its part of the density, and P(θ − μ) into an array. */
        private double logPart(double[] theta, double[] pull) {
            int d = mean.length;
            double square = 0;
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    sum += precision[i * d + j] * (theta[j] - mean[j]);
                }
                pull[i] = sum;
                square += sum * (theta[i] - mean[i]);
            }
            return logWeight + logNormaliser - 0.5 * square;
        }
    }

    @Override
    public Slope at(double[] theta) {
        double[][] pulls = new double[components.size()][theta.length];
        double[] logs = new double[pulls.length];
        for (int k = 0; k < logs.length; k++) {
            logs[k] = components.get(k).logPart(theta, pulls[k]);
        }
        double total = logSum(logs);
        double[] gradient = new double[theta.length];
        for (int k = 0; k < logs.length; k++) {
            double share = Math.exp(logs[k] - total);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] -= share * pulls[k][i];
            }
        }
        return new Slope(total, gradient);
    }

    private static double logSum(double[] logs) {
        double most = Arrays.stream(logs).max().orElseThrow();
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        return most + Math.log(sum);
    }

    /** Mean log density of draws, nats. */
    public double meanLogDensity(List<double[]> draws) {
        return draws.stream().mapToDouble(draw -> at(draw).value()).average().orElseThrow();
    }

    /** The mixture with the highest log density on the last quarter of the draws, fitted to the others. */
    public static NormalMixture chosen(List<double[]> draws, List<Integer> sizes, Key key) {
        int[] order = key.permutation(draws.size());
        List<double[]> mixed = Arrays.stream(order).mapToObj(draws::get).toList();
        int kept = 3 * draws.size() / 4;
        NormalMixture best = fit(mixed.subList(0, kept), sizes.get(0), key.fold(0));
        for (int size : sizes.subList(1, sizes.size())) {
            NormalMixture other = fit(mixed.subList(0, kept), size, key.fold(size));
            if (other.meanLogDensity(mixed.subList(kept, mixed.size()))
                    > best.meanLogDensity(mixed.subList(kept, mixed.size()))) {
                best = other;
            }
        }
        return best;
    }

    /** Expectation maximisation from random centres. */
    public static NormalMixture fit(List<double[]> draws, int size, Key key) {
        int[] order = key.permutation(draws.size());
        double[][] shares = new double[draws.size()][size];
        for (int n = 0; n < shares.length; n++) {
            shares[n][nearest(draws, order, size, n)] = 1;
        }
        NormalMixture mixture = maximised(draws, shares);
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < ITERATIONS; round++) {
            double now = mixture.expected(draws, shares);
            mixture = maximised(draws, shares);
            if (now - before < REST) {
                break;
            }
            before = now;
        }
        return mixture;
    }

    private static int nearest(List<double[]> draws, int[] order, int size, int n) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < size; k++) {
            double distance = 0;
            for (int i = 0; i < draws.get(n).length; i++) {
                double gap = draws.get(n)[i] - draws.get(order[k])[i];
                distance += gap * gap;
            }
            if (distance < least) {
                least = distance;
                best = k;
            }
        }
        return best;
    }

    /** Which component each draw is of, into the array; mean log density before. */
    double expected(List<double[]> draws, double[][] shares) {
        double sum = 0;
        double[] pull = new double[draws.get(0).length];
        for (int n = 0; n < shares.length; n++) {
            double[] logs = new double[components.size()];
            for (int k = 0; k < logs.length; k++) {
                logs[k] = components.get(k).logPart(draws.get(n), pull);
            }
            double total = logSum(logs);
            for (int k = 0; k < logs.length; k++) {
                shares[n][k] = Math.exp(logs[k] - total);
            }
            sum += total;
        }
        return sum / shares.length;
    }

    private static NormalMixture maximised(List<double[]> draws, double[][] shares) {
        int d = draws.get(0).length;
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < shares[0].length; k++) {
            double count = 0;
            double[] mean = new double[d];
            for (int n = 0; n < shares.length; n++) {
                count += shares[n][k];
                for (int i = 0; i < d; i++) {
                    mean[i] += shares[n][k] * draws.get(n)[i];
                }
            }
            if (count < 1) {
                continue;
            }
            for (int i = 0; i < d; i++) {
                mean[i] /= count;
            }
            components.add(Component.of(count / shares.length, mean, covariance(draws, shares, k, mean, count)));
        }
        return new NormalMixture(components);
    }

    private static double[] covariance(List<double[]> draws, double[][] shares, int k, double[] mean, double count) {
        int d = mean.length;
        double[] covariance = new double[d * d];
        double[] gap = new double[d];
        for (int n = 0; n < shares.length; n++) {
            double share = shares[n][k] / count;
            if (share < 1e-12) {
                continue;
            }
            for (int i = 0; i < d; i++) {
                gap[i] = draws.get(n)[i] - mean[i];
            }
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i * d + j] += share * gap[i] * gap[j];
                }
            }
        }
        for (int i = 0; i < d; i++) {
            covariance[i * d + i] += RIDGE;
            for (int j = 0; j < i; j++) {
                covariance[j * d + i] = covariance[i * d + j];
            }
        }
        return covariance;
    }
}
