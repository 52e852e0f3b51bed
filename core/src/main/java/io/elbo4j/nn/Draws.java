package io.elbo4j.nn;

import io.elbo4j.math.Key;
import java.util.List;

/**
 * An input of a graph that is drawn for each row.
 *
 * @param name of the placeholder
 * @param shape of one row's numbers
 * @param layer index of the layer, folded into the key first
 * @param stream folded into the key after it
 * @param signs whether −1 or +1; else standard normal
 */
record Draws(String name, List<Integer> shape, int layer, int stream, boolean signs) {

    /** The numbers of a batch, {@code [rows, shape]}. */
    float[] draw(Key key, int rows) {
        float[] numbers = new float[Math.multiplyExact(rows, NetworkPlan.size(shape))];
        if (signs) {
            key.fold(layer).fold(stream).signs(numbers);
        } else {
            key.fold(layer).gaussians(numbers);
        }
        return numbers;
    }
}
