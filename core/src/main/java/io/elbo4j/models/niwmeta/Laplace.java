package io.elbo4j.models.niwmeta;

import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;

/**
 * Taylor's expansion at the most probable weights, with the Gauss-Newton curvature: not the paper's fit. It is free of noise, and
 * needs no minimum of the episode's loss, which a classifier of few examples has not. The closed form then gives these weights
 * back as its mean.
 *
 * <p>They are found by Nesterov's accelerated ascent in coordinates in which the prior is N(0, I). There the curvature lies
 * between 1 and 1 + tr(SA), which sets step and momentum; A at weights of 0, where all classes are as probable and tr(SA) is
 * largest.
 *
 * @param steps at least 1
 * @param rowWeight how many times a row counts; 1 is Bayes' rule
 */
public record Laplace(int steps, double rowWeight) implements EpisodeFit {

    /** Relative residual at which conjugate gradients stop. */
    private static final double SOLVED = 1e-5;

    public Laplace {
        if (steps < 1 || !(rowWeight > 0)) {
            throw new IllegalArgumentException(
                    "laplace: out of range: steps=" + steps + " rowWeight=" + rowWeight + "; both are above 0");
        }
    }

    @Override
    public Quadratic of(TaskLikelihood task, EpisodeGaussian prior, Key key) {
        int d = prior.dimension();
        if (prior.covariance().length != d) {
            throw new IllegalArgumentException("laplace: independent coordinates only: dimension=" + d
                    + "; use a diagonal belief, or the exact quadratic");
        }
        double[] sd = DiagonalShape.INSTANCE.root(prior);
        double[] first = task.curvature(new float[d]);
        double largest = 1;
        for (int i = 0; i < d; i++) {
            largest += rowWeight * sd[i] * sd[i] * first[i];
        }
        double momentum = (Math.sqrt(largest) - 1) / (Math.sqrt(largest) + 1);
        double[] now = new double[d];
        double[] ahead = new double[d];
        float[] theta = new float[d];
        for (int t = 0; t < steps; t++) {
            place(prior, sd, ahead, theta);
            ValueGrad at = task.at(theta);
            for (int i = 0; i < d; i++) {
                double next = ahead[i] + (rowWeight * sd[i] * at.gradient()[i] - ahead[i]) / largest;
                ahead[i] = next + momentum * (next - now[i]);
                now[i] = next;
            }
        }
        place(prior, sd, now, theta);
        double[] curvature = task.curvature(theta);
        // Such that the closed form gives these weights back, also when the steps ended early: Λ(θ − m₀) is then not
        // yet the gradient,
        // and a step along it by the diagonal of the curvature would go far too far.
        double[] precisionMean = new double[d];
        for (int i = 0; i < d; i++) {
            curvature[i] *= rowWeight;
            precisionMean[i] = curvature[i] * theta[i] + now[i] / sd[i];
        }
        return new Quadratic(curvature, precisionMean);
    }

    /**
     * x = (rowWeight · A + Λ)⁻¹ g at the most probable weights, with the curvature between coordinates: how a loss of slope g there
     * follows from what moves them. By conjugate gradients, in coordinates in which the prior is N(0, I).
     *
     * @param mode most probable weights
     */
    double[] implicit(TaskLikelihood task, EpisodeGaussian prior, double[] mode, double[] slope) {
        double[] sd = DiagonalShape.INSTANCE.root(prior);
        float[] at = EpisodeFit.single(mode);
        int d = sd.length;
        double[] x = new double[d];
        double[] residual = new double[d];
        double[] direction = new double[d];
        for (int i = 0; i < d; i++) {
            residual[i] = sd[i] * slope[i];
            direction[i] = residual[i];
        }
        double squares = dot(residual, residual);
        double enough = SOLVED * SOLVED * squares;
        for (int t = 0; t < d && squares > enough; t++) {
            double[] along = new double[d];
            for (int i = 0; i < d; i++) {
                along[i] = sd[i] * direction[i];
            }
            double[] product = task.curvatureTimes(at, along);
            for (int i = 0; i < d; i++) {
                product[i] = rowWeight * sd[i] * product[i] + direction[i];
            }
            double step = squares / dot(direction, product);
            for (int i = 0; i < d; i++) {
                x[i] += step * direction[i];
                residual[i] -= step * product[i];
            }
            double next = dot(residual, residual);
            for (int i = 0; i < d; i++) {
                direction[i] = residual[i] + next / squares * direction[i];
            }
            squares = next;
        }
        for (int i = 0; i < d; i++) {
            x[i] *= sd[i];
        }
        return x;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static void place(EpisodeGaussian prior, double[] sd, double[] whitened, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) (prior.mean()[i] + sd[i] * whitened[i]);
        }
    }
}
