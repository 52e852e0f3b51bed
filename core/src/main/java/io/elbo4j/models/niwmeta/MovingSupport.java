package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.Lowest;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which own weights are active: a fixed number at all times, and which they are is learned, as in sparse subspace variational inference
 * (arXiv 2402.11025). Every so many rounds those leave whose expected square m₀² + V₀ / n₀ is smallest, and as many enter, by the sum
 * over episodes of the squared slope. The square, since own weights differ by episode: what one pulls up another pulls down, and by the
 * sum of slopes such a weight would never enter. ½ slope² is what the bound gains by its variance, but for a term of curvature.
 *
 * @param density active / all own weights, in (0, 1]
 * @param everyRounds between moves, at least 1
 * @param initialFraction of the active weights that the first move replaces, falling to 0 as half a cosine
 * @param endRound without moves from here on
 * @param initialSd of a weight that enters
 */
public record MovingSupport(double density, int everyRounds, double initialFraction, int endRound, double initialSd)
        implements Serializable {

    /** All own weights are active. */
    public static final MovingSupport ALL = new MovingSupport(1, 1, 0, 0, 1);

    public MovingSupport {
        if (!(density > 0 && density <= 1) || everyRounds < 1) {
            throw new IllegalArgumentException("niw-meta: support out of range: density=" + density + " everyRounds="
                    + everyRounds + "; use a density above 0 up to 1, and moves at least a round apart");
        }
    }

    /** Those of the start: a random choice, ascending. */
    int[] initial(int own, Key key) {
        int budget = (int) Math.max(1, Math.round(density * own));
        int[] chosen = Arrays.copyOf(key.permutation(own), budget);
        Arrays.sort(chosen);
        return chosen;
    }

    /** Whether this round ends with a move. */
    boolean moves(int round) {
        return density < 1 && round + 1 < endRound && (round + 1) % everyRounds == 0;
    }

    /**
     * The state with another support of the same size.
     *
     * @param squaredSlopes in all own weights
     */
    NiwMetaState moved(NiwMetaState state, double[] squaredSlopes, int round) {
        int[] active = state.active().clone();
        double fraction = 0.5 * initialFraction * (1 + Math.cos(Math.PI * (round + 1) / endRound));
        int leave = (int) Math.min(Math.max(1, active.length * fraction), squaredSlopes.length - active.length);
        boolean[] fresh = Lowest.marked(expectedSquares(state.belief()), leave);
        int[] entering = steepest(squaredSlopes, active, leave);
        int next = 0;
        for (int i = 0; i < active.length; i++) {
            active[i] = fresh[i] ? entering[next++] : active[i];
        }
        float[][] slots = new float[state.slots().length][];
        Arrays.setAll(
                slots, s -> forgotten(state.slots()[s], fresh, state.belief().scale().length));
        return new NiwMetaState(
                List.of(entered(state.priors().get(0), fresh)),
                List.of(entered(state.belief(), fresh)),
                active,
                state.shared(),
                slots,
                state.episodes(),
                state.skipped());
    }

    private static double[] expectedSquares(NormalInverseWishart belief) {
        EpisodeGaussian expected = EpisodeGaussian.expected(belief);
        double[] squares = new double[expected.dimension()];
        int step = expected.covariance().length > squares.length ? squares.length + 1 : 1;
        for (int i = 0; i < squares.length; i++) {
            squares[i] = expected.mean()[i] * expected.mean()[i] + expected.covariance()[i * step];
        }
        return squares;
    }

    /** Of those that are not active. */
    private static int[] steepest(double[] squaredSlopes, int[] active, int count) {
        double[] order = Arrays.stream(squaredSlopes).map(slope -> -slope).toArray();
        for (int i : active) {
            order[i] = Double.POSITIVE_INFINITY;
        }
        boolean[] marked = Lowest.marked(order, count);
        int[] entering = new int[count];
        int found = 0;
        for (int i = 0; i < order.length; i++) {
            if (marked[i]) {
                entering[found++] = i;
            }
        }
        return entering;
    }

    /** New weights are around 0, independent of the others. */
    private NormalInverseWishart entered(NormalInverseWishart belief, boolean[] fresh) {
        double[] mean = belief.mean().clone();
        double[] scale = belief.scale().clone();
        clear(scale, fresh, belief.degrees() * initialSd * initialSd);
        for (int i = 0; i < mean.length; i++) {
            mean[i] = fresh[i] ? 0 : mean[i];
        }
        return new NormalInverseWishart(belief.strength(), mean, scale, belief.degrees());
    }

    /** The optimiser's memory without that of new weights. */
    private static float[] forgotten(float[] slot, boolean[] fresh, int coordinates) {
        int a = fresh.length;
        double[] spread = new double[coordinates];
        for (int i = 0; i < coordinates; i++) {
            spread[i] = slot[a + i];
        }
        clear(spread, fresh, 0);
        float[] kept = slot.clone();
        for (int i = 0; i < a; i++) {
            kept[i] = fresh[i] ? 0 : kept[i];
        }
        for (int i = 0; i < coordinates; i++) {
            kept[a + i] = (float) spread[i];
        }
        return kept;
    }

    /** Rows and columns of new weights become 0, but for the diagonal. */
    private static void clear(double[] matrix, boolean[] fresh, double diagonal) {
        int a = fresh.length;
        boolean full = matrix.length > a;
        for (int i = 0; i < a; i++) {
            for (int j = 0; full && j < a; j++) {
                matrix[i * a + j] = fresh[i] || fresh[j] ? 0 : matrix[i * a + j];
            }
        }
        for (int i = 0; i < a; i++) {
            if (fresh[i]) {
                matrix[full ? i * a + i : i] = diagonal;
            }
        }
    }
}
