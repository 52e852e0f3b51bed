package io.elbo4j.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays that a loop of steps uses again and again. New ones of a few hundred kilobytes cost more than what is computed in them: they are
 * cleared first, and lie in memory that no cache holds yet. Belongs to one loop on one thread, and what is in it is garbage with it.
 */
public final class Workspace {

    private final List<Object> lent = new ArrayList<>();
    private final List<Object> free = new ArrayList<>();

    /** An array with whatever stands in it. */
    public float[] floats(int length) {
        for (int i = 0; i < free.size(); i++) {
            if (free.get(i) instanceof float[] array && array.length == length) {
                return lend(array, i);
            }
        }
        float[] array = new float[length];
        lent.add(array);
        return array;
    }

    /** An array of zeros. */
    public double[] zeros(int length) {
        for (int i = 0; i < free.size(); i++) {
            if (free.get(i) instanceof double[] array && array.length == length) {
                Arrays.fill(array, 0);
                return lend(array, i);
            }
        }
        double[] array = new double[length];
        lent.add(array);
        return array;
    }

    /** Nobody reads this array any more. One that is not from here stays as it is, whoever may hold it. */
    public void giveBack(Object array) {
        for (int i = 0; i < lent.size(); i++) {
            if (lent.get(i) == array) {
                free.add(lent.remove(i));
                return;
            }
        }
    }

    private <T> T lend(T array, int at) {
        free.remove(at);
        lent.add(array);
        return array;
    }
}
