package io.elbo4j.samediff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The inputs of a graph outside the Java heap, kept from step to step and filled by plain memory copies. An array is
 * replaced only when its shape changes, which happens with the number of rows.
 */
public final class HostArrays {

    private final Map<String, INDArray> arrays = new HashMap<>();

    /** The array of this name and shape. Its content is what was last written, or anything. */
    public INDArray of(String name, long... shape) {
        INDArray kept = arrays.get(name);
        if (kept != null && Arrays.equals(kept.shape(), shape)) {
            return kept;
        }
        if (kept != null) {
            kept.close();
        }
        INDArray fresh = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        arrays.put(name, fresh);
        return fresh;
    }

    /** Frees all memory. */
    public void close() {
        arrays.values().forEach(INDArray::close);
        arrays.clear();
    }

    /** Copies numbers from {@code offset} on into an array, in row-major order. */
    public static void write(float[] numbers, int offset, INDArray into) {
        int length = Math.toIntExact(into.length());
        new FloatPointer(into.data().pointer()).put(numbers, offset, length);
    }

    /** Copies a result into numbers from {@code offset} on, in row-major order. */
    public static void read(Map<String, INDArray> results, String name, float[] into, int offset) {
        copy(result(results, name), into, offset);
    }

    /** The numbers of a result, in row-major order. */
    public static float[] numbers(Map<String, INDArray> results, String name) {
        return numbers(result(results, name));
    }

    /** The result of this name. */
    public static INDArray result(Map<String, INDArray> results, String name) {
        INDArray array = results.get(name);
        if (array == null) {
            throw new IllegalStateException(
                    "network: graph gave no result: name=" + name + "; the layers do not depend on it");
        }
        return array;
    }

    /** The numbers of an array in row-major order. */
    public static float[] numbers(INDArray array) {
        float[] numbers = new float[Math.toIntExact(array.length())];
        copy(array, numbers, 0);
        return numbers;
    }

    private static void copy(INDArray array, float[] into, int offset) {
        int length = Math.toIntExact(array.length());
        if (array.ordering() == 'c' && !array.isView()) {
            new FloatPointer(array.data().pointer()).get(into, offset, length);
        } else {
            // Not closed by hand: inside a DL4J workspace it is not ours to close.
            new FloatPointer(array.dup('c').data().pointer()).get(into, offset, length);
        }
    }
}
