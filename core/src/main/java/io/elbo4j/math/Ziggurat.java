package io.elbo4j.math;

/**
 * The normal distribution by rejection from 256 layers of equal area (Marsaglia and Tsang, "The ziggurat method for
 * generating random variables", Journal of Statistical Software 5(8), 2000). A rejected number is drawn again from a key
 * of its own, so that each counter's number depends on no other counter.
 */
final class Ziggurat {

    private static final int LAYERS = 256;
    private static final double TAIL = 3.654152885361009;
    private static final double AREA = 0.00492867323399;
    /** Right edge of each layer; X[0] is the virtual width of the base layer with its tail, X[LAYERS] is 0. */
    private static final double[] X = new double[LAYERS + 1];

    private static final double[] DENSITY = new double[LAYERS + 1];

    static {
        X[0] = AREA / density(TAIL);
        X[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            X[i] = Math.sqrt(-2 * Math.log(density(X[i - 1]) + AREA / X[i - 1]));
        }
        X[LAYERS] = 0;
        for (int i = 0; i <= LAYERS; i++) {
            DENSITY[i] = density(X[i]);
        }
    }

    private Ziggurat() {}

    static double gaussian(Key key, long counter) {
        long bits = key.bits(counter);
        double fast = candidate(bits);
        return Math.abs(fast) < X[layer(bits) + 1] ? fast : slow(key, counter, bits);
    }

    private static int layer(long bits) {
        return (int) (bits & (LAYERS - 1));
    }

    /** A signed uniform number on the width of its layer; layer and position use different bits. */
    private static double candidate(long bits) {
        return (bits >> 11) * 0x1.0p-52 * X[layer(bits)];
    }

    private static double slow(Key key, long counter, long first) {
        Key retries = key.fold(counter);
        long bits = first;
        for (long attempt = 0; ; attempt += 2) {
            int layer = layer(bits);
            double x = candidate(bits);
            double magnitude = Math.abs(x);
            if (magnitude < X[layer + 1]) {
                return x;
            }
            if (layer == 0) {
                return Math.copySign(tail(retries.fold(attempt)), x);
            }
            double height = DENSITY[layer] + retries.uniform(attempt) * (DENSITY[layer + 1] - DENSITY[layer]);
            if (height < density(x)) {
                return x;
            }
            bits = retries.bits(attempt + 1);
        }
    }

    /** Beyond the last layer: Marsaglia's exponential rejection. */
    private static double tail(Key key) {
        for (long attempt = 0; ; attempt += 2) {
            double x = -Math.log(1 - key.uniform(attempt)) / TAIL;
            double y = -Math.log(1 - key.uniform(attempt + 1));
            if (2 * y > x * x) {
                return TAIL + x;
            }
        }
    }

    private static double density(double x) {
        return Math.exp(-0.5 * x * x);
    }
}
