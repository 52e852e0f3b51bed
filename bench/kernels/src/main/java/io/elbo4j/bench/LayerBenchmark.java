package io.elbo4j.bench;

import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The three passes of a layer, with random connections or all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LayerBenchmark {

    /** The layers of the MLP of docs/results.md, a second convolution of LeNet's size, and a dense one. */
    public enum Shape {
        DENSE_784_400(784, 400, 0.044, 1, 1, 128),
        DENSE_400_400(400, 400, 0.061, 1, 1, 128),
        CONVOLUTION_8_16(8, 16, 0.5, 12, 5, 64),
        CONVOLUTION_64_64(64, 64, 1, 9, 3, 128);

        private final int channels;
        private final int rows;
        private final double density;
        private final int side;
        private final int kernel;
        final int lanes;

        Shape(int channels, int rows, double density, int side, int kernel, int lanes) {
            this.channels = channels;
            this.rows = rows;
            this.density = density;
            this.side = side;
            this.kernel = kernel;
            this.lanes = lanes;
        }

        /** Whether it has an input gradient of its own: a dense layer's is a forward pass read from the other side. */
        boolean window() {
            return side > 1;
        }

        /** Outputs that one read of an input serves. */
        int outputsPerRead() {
            return window() && density == 1 ? 4 : 1;
        }

        Connections connections() {
            SplittableRandom random = new SplittableRandom(1);
            int[] from = new int[rows + 1];
            int[][] inputs = new int[rows][];
            for (int r = 0; r < rows; r++) {
                inputs[r] = IntStream.range(0, channels * kernel * kernel)
                        .filter(i -> random.nextDouble() < density)
                        .map(i -> i / (kernel * kernel) * side * side + i / kernel % kernel * side + i % kernel)
                        .toArray();
                from[r + 1] = from[r] + inputs[r].length;
            }
            int positions = side - kernel + 1;
            int[] shift = IntStream.range(0, positions * positions)
                    .map(p -> p / positions * side + p % positions)
                    .toArray();
            return new Connections(
                    rows,
                    from,
                    Arrays.stream(inputs).flatMapToInt(Arrays::stream).toArray(),
                    shift,
                    channels * side * side);
        }
    }

    @Param
    Shape shape = Shape.DENSE_784_400;

    private Connections layer = Shape.DENSE_784_400.connections();
    private float[] w = new float[0];
    private float[] dw = new float[0];
    private float[] bias = new float[0];
    private float[] x = new float[0];
    private float[] y = new float[0];
    private float[] dx = new float[0];

    @Setup
    public void fill() {
        layer = shape.connections();
        w = filled(new float[layer.count()]);
        dw = filled(new float[layer.count()]);
        bias = filled(new float[layer.rows()]);
        x = ones(layer.inputs());
        dx = ones(layer.inputs());
        y = ones(layer.rows() * layer.positions());
    }

    private float[] ones(int features) {
        return filled(Kernels.activations(features, shape.lanes));
    }

    private static float[] filled(float[] array) {
        Arrays.fill(array, 1f);
        return array;
    }

    /** Of one pass: two for each connection, position and row. */
    static long operations(Shape shape) {
        Connections layer = shape.connections();
        return 2L * layer.count() * layer.positions() * shape.lanes;
    }

    /** What one pass reads over and over: the inputs of all rows. */
    static long workingSet(Shape shape) {
        return 4L * shape.connections().inputs() * shape.lanes;
    }

    @Benchmark
    public float[] forward() {
        Kernels.fastest().forward(layer, w, bias, x, y, shape.lanes);
        return y;
    }

    @Benchmark
    public float[] weightGradient() {
        Kernels.fastest().weightGradient(layer, x, y, dw, shape.lanes);
        return dw;
    }

    @Benchmark
    public float[] inputGradient() {
        // From 0 each time, or the sums would grow without bound; a small part of the work.
        Arrays.fill(dx, 0f);
        Kernels.fastest().inputGradient(layer, w, y, dx, shape.lanes);
        return dx;
    }
}
