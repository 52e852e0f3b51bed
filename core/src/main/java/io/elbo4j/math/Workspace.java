package io.elbo4j.math;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Arrays that a loop of steps uses again and again. New ones of a few hundred kilobytes cost more than what is computed in them: they are
 * cleared first, and lie in memory that no cache holds yet. Belongs to one loop on one thread, and what is in it is garbage with it.
 */
public final class Workspace {

    private final List<Object> lent = new ArrayList<>();
    private final List<Object> free = new ArrayList<>();

    /** An array with whatever stands in it. */
    public float[] floats(int length) {
        return lend(float[].class, length, float[]::new);
    }

    /** An array of zeros. */
    public double[] zeros(int length) {
        double[] array = lend(double[].class, length, double[]::new);
        Arrays.fill(array, 0);
        return array;
    }

    /** Nobody reads this array any more. One that is not from here stays as it is, whoever may hold it. */
    public void giveBack(Object array) {
        // An array equals itself alone.
        if (lent.remove(array)) {
            free.add(array);
        }
    }

    private <T> T lend(Class<T> kind, int length, IntFunction<T> made) {
        T array = free.stream()
                .filter(each -> kind.isInstance(each) && Array.getLength(each) == length)
                .findFirst()
                .map(kind::cast)
                .orElseGet(() -> made.apply(length));
        free.remove(array);
        lent.add(array);
        return array;
    }
}
