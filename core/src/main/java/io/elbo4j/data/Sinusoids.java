package io.elbo4j.data;

import io.elbo4j.math.Key;

/**
 * Waves y = A sin(x − phase), A ~ U[0.1, 5], phase ~ U[0, π], x ~ U[−5, 5], without noise (Finn, Abbeel and Levine, arXiv
 * 1703.03400v3, section 5.1). With lines, one task in two is y = slope · x + intercept, both ~ U[−3, 3].
 *
 * @param lines whether every other task is a line
 */
public record Sinusoids(boolean lines) implements TaskFamily {

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public Batch rows(Key task, Key rows, int count) {
        boolean line = lines && task.uniform(2) < 0.5;
        double first = line ? 6 * task.uniform(0) - 3 : 0.1 + 4.9 * task.uniform(0);
        double second = line ? 6 * task.uniform(1) - 3 : Math.PI * task.uniform(1);
        float[] x = new float[count];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) (10 * rows.uniform(i) - 5);
            y[i] = (float) (line ? first * x[i] + second : first * Math.sin(x[i] - second));
        }
        return new Batch(x, y, 1);
    }
}
