package io.elbo4j.conjugate;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Data of a linear regression y = xᵀθ + noise with θ ~ N(0, priorVariance), and its exact answers.
 *
 * @param data {@code [N, D]} and targets
 * @param truth {@code [D]}: the coefficients that made the data
 * @param noiseVariance of y
 * @param priorVariance of each coefficient
 */
public record LinearProblem(Batch data, double[] truth, double noiseVariance, double priorVariance) {

    /** Standard normal inputs. */
    public static LinearProblem of(long seed, int rows, int inputs) {
        return scaled(seed, rows, inputs, 1);
    }

    /** Correlated inputs on different scales: XᵀX has about the given condition number. */
    public static LinearProblem scaled(long seed, int rows, int inputs, double condition) {
        Key key = Key.of(seed).fold(4711);
        double[] truth = new double[inputs];
        for (int f = 0; f < inputs; f++) {
            truth[f] = key.fold(0).gaussian(f);
        }
        float[] features = new float[rows * inputs];
        float[] targets = new float[rows];
        double noiseVariance = 0.25;
        for (int r = 0; r < rows; r++) {
            double common = condition > 1 ? key.fold(1).gaussian(r) : 0;
            double y = Math.sqrt(noiseVariance) * key.fold(2).gaussian(r);
            for (int f = 0; f < inputs; f++) {
                double scale = inputs == 1 ? 1 : Math.pow(condition, -0.5 * f / (inputs - 1));
                float x = (float) (scale * (key.fold(3 + r).gaussian(f) + 0.5 * common));
                features[r * inputs + f] = x;
                y += truth[f] * x;
            }
            targets[r] = (float) y;
        }
        return new LinearProblem(new Batch(features, targets, inputs), truth, noiseVariance, 1.5);
    }

    /** D. */
    public int inputs() {
        return data.width();
    }

    /** Exact posterior precision {@code [D, D]}. */
    public double[] precision() {
        int d = inputs();
        double[] precision = new double[d * d];
        for (int i = 0; i < d; i++) {
            precision[i * d + i] = 1 / priorVariance;
            for (int j = 0; j < d; j++) {
                for (int r = 0; r < data.rows(); r++) {
                    precision[i * d + j] += x(r, i) * x(r, j) / noiseVariance;
                }
            }
        }
        return precision;
    }

    /** Exact posterior covariance {@code [D, D]}. */
    public double[] covariance() {
        return GaussJordan.of(precision(), inputs()).inverse();
    }

    /** Exact posterior mean {@code [D]}. */
    public double[] mean() {
        int d = inputs();
        double[] covariance = covariance();
        double[] mean = new double[d];
        for (int j = 0; j < d; j++) {
            double moment = 0;
            for (int r = 0; r < data.rows(); r++) {
                moment += x(r, j) * data.targets()[r] / noiseVariance;
            }
            for (int i = 0; i < d; i++) {
                mean[i] += covariance[i * d + j] * moment;
            }
        }
        return mean;
    }

    /** Variances of the best mean-field Gaussian {@code [D]}: one over the diagonal of the precision. */
    public double[] meanFieldVariance() {
        double[] precision = precision();
        double[] variance = new double[inputs()];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = 1 / precision[i * inputs() + i];
        }
        return variance;
    }

    /** ln p(y), from the N-dimensional normal distribution of y with the coefficients integrated out. */
    public double logEvidence() {
        int n = data.rows();
        double[] covariance = new double[n * n];
        for (int r = 0; r < n; r++) {
            covariance[r * n + r] = noiseVariance;
            for (int c = 0; c < n; c++) {
                for (int f = 0; f < inputs(); f++) {
                    covariance[r * n + c] += priorVariance * x(r, f) * x(c, f);
                }
            }
        }
        GaussJordan solved = GaussJordan.of(covariance, n);
        double quadratic = 0;
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                quadratic += data.targets()[r] * solved.inverse()[r * n + c] * data.targets()[c];
            }
        }
        return -0.5 * (n * Math.log(2 * Math.PI) + solved.logDeterminant() + quadratic);
    }

    /** Shards of the rows in their order. */
    public List<Shard> shards(int count) {
        return List.of(Shard.split(data, count));
    }

    /** A random assignment of the rows to shards, some of which may be empty. */
    public List<Shard> randomShards(int count, Key key) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            rows.add(new ArrayList<>());
        }
        for (int r = 0; r < data.rows(); r++) {
            rows.get((int) (key.uniform(r) * count)).add(r);
        }
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int[] numbers = rows.get(s).stream().mapToInt(Integer::intValue).toArray();
            shards.add(new Shard(s, count, data.rows(), data.select(numbers)));
        }
        return shards;
    }

    private double x(int row, int input) {
        return data.features().dense()[row * inputs() + input];
    }
}
