package io.elbo4j.nn;

import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;

/**
 * An input of a graph that is drawn for each row.
 *
 * @param name of the placeholder
 * @param shape of one row's numbers
 * @param repeat how many neighbours in a row share one draw: 1, or the positions of a channel
 * @param layer index of the layer, folded into the key first
 * @param stream folded into the key after it, for signs
 * @param signs whether −1 or +1; else standard normal
 */
record Draws(String name, List<Integer> shape, int repeat, int layer, int stream, boolean signs) {

    /** One normal number for each output of a layer. */
    static Draws noise(NetworkPlan.Step step) {
        return new Draws(step.parameter("noise"), step.output(), 1, step.index(), 0, false);
    }

    /** The numbers of a batch, {@code [rows, shape]}. */
    float[] draw(Key key, int rows) {
        float[] numbers = new float[Math.multiplyExact(rows, NetworkPlan.size(shape)) / repeat];
        if (signs) {
            key.fold(layer).fold(stream).signs(numbers);
        } else {
            key.fold(layer).gaussians(numbers);
        }
        return repeat == 1 ? numbers : repeated(numbers);
    }

    private float[] repeated(float[] numbers) {
        float[] all = new float[numbers.length * repeat];
        for (int i = 0; i < numbers.length; i++) {
            Arrays.fill(all, i * repeat, (i + 1) * repeat, numbers[i]);
        }
        return all;
    }
}
