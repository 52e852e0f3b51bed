package io.elbo4j.conjugate;

import java.util.function.ToDoubleFunction;

/** Minimises any smooth function of a few numbers, by central differences: an oracle that knows nothing of the model. */
public final class Bfgs {

    private static final int STEPS = 500;
    private static final double H = 1e-5;

    private Bfgs() {}

    /** Where the function is least, found from a start. */
    public static double[] least(ToDoubleFunction<double[]> function, double[] start) {
        int d = start.length;
        double[] x = start.clone();
        double[] gradient = gradient(function, x);
        double[][] inverse = identity(d);
        for (int step = 0; step < STEPS && norm(gradient) > 1e-9; step++) {
            double[] direction = new double[d];
            double slope = 0;
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    direction[i] -= inverse[i][j] * gradient[j];
                }
                slope += direction[i] * gradient[i];
            }
            double rate = 1;
            double value = function.applyAsDouble(x);
            double[] next = moved(x, direction, rate);
            while (!(function.applyAsDouble(next) <= value + 1e-4 * rate * slope) && rate > 1e-10) {
                rate /= 2;
                next = moved(x, direction, rate);
            }
            double[] slopes = gradient(function, next);
            update(inverse, moved(next, x, -1), moved(slopes, gradient, -1));
            x = next;
            gradient = slopes;
        }
        return x;
    }

    private static void update(double[][] inverse, double[] s, double[] y) {
        int d = s.length;
        double sy = 0;
        double yhy = 0;
        double[] hy = new double[d];
        for (int i = 0; i < d; i++) {
            sy += s[i] * y[i];
            for (int j = 0; j < d; j++) {
                hy[i] += inverse[i][j] * y[j];
            }
        }
        for (int i = 0; i < d; i++) {
            yhy += y[i] * hy[i];
        }
        if (!(sy > 0)) {
            return;
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                inverse[i][j] += (1 + yhy / sy) * s[i] * s[j] / sy - (hy[i] * s[j] + s[i] * hy[j]) / sy;
            }
        }
    }

    private static double[] gradient(ToDoubleFunction<double[]> function, double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += H;
            down[i] -= H;
            gradient[i] = (function.applyAsDouble(up) - function.applyAsDouble(down)) / (2 * H);
        }
        return gradient;
    }

    private static double[] moved(double[] from, double[] along, double rate) {
        double[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += rate * along[i];
        }
        return moved;
    }

    private static double norm(double[] vector) {
        double squares = 0;
        for (double each : vector) {
            squares += each * each;
        }
        return Math.sqrt(squares);
    }

    private static double[][] identity(int d) {
        double[][] identity = new double[d][d];
        for (int i = 0; i < d; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }
}
