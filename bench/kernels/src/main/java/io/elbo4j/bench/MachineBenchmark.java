package io.elbo4j.bench;

import io.elbo4j.kernel.Kernels;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the machine can do at most: fused multiplications from registers, and reading or changing an array of a given size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBenchmark {

    static final int FUSED_TURNS = 10_000;

    private static final VectorSpecies<Float> S =
            FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** KiB: of the first, second and third level of most processors. */
    @Param({"16", "256", "4096"})
    int kibibytes;

    private float[] array = new float[0];

    @Setup
    public void fill() {
        array = Kernels.activations(kibibytes * 256 / Kernels.LANES, Kernels.LANES);
        java.util.Arrays.fill(array, 1f);
    }

    static long bytes(int kibibytes) {
        return kibibytes * 1024L;
    }

    /** Operations of one call of {@link #fused}: two a lane. */
    static long fusedOperations() {
        return 2L * 10 * L * FUSED_TURNS;
    }

    @Benchmark
    public float fused() {
        FloatVector x = FloatVector.broadcast(S, 0.999f);
        FloatVector a = FloatVector.broadcast(S, array[0]);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        FloatVector i = a;
        FloatVector j = a;
        for (int turn = 0; turn < FUSED_TURNS; turn++) {
            a = a.fma(x, x);
            b = b.fma(x, x);
            c = c.fma(x, x);
            d = d.fma(x, x);
            e = e.fma(x, x);
            f = f.fma(x, x);
            g = g.fma(x, x);
            h = h.fma(x, x);
            i = i.fma(x, x);
            j = j.fma(x, x);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).lane(0);
    }

    @Benchmark
    public float read() {
        FloatVector a = FloatVector.zero(S);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        for (int at = Kernels.start(array); at < array.length; at += 8 * L) {
            a = a.add(FloatVector.fromArray(S, array, at));
            b = b.add(FloatVector.fromArray(S, array, at + L));
            c = c.add(FloatVector.fromArray(S, array, at + 2 * L));
            d = d.add(FloatVector.fromArray(S, array, at + 3 * L));
            e = e.add(FloatVector.fromArray(S, array, at + 4 * L));
            f = f.add(FloatVector.fromArray(S, array, at + 5 * L));
            g = g.add(FloatVector.fromArray(S, array, at + 6 * L));
            h = h.add(FloatVector.fromArray(S, array, at + 7 * L));
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
    }

    /** Reads and writes each number. */
    @Benchmark
    public float[] change() {
        FloatVector x = FloatVector.broadcast(S, 1f);
        for (int at = Kernels.start(array); at < array.length; at += 4 * L) {
            FloatVector.fromArray(S, array, at).mul(x).intoArray(array, at);
            FloatVector.fromArray(S, array, at + L).mul(x).intoArray(array, at + L);
            FloatVector.fromArray(S, array, at + 2 * L).mul(x).intoArray(array, at + 2 * L);
            FloatVector.fromArray(S, array, at + 3 * L).mul(x).intoArray(array, at + 3 * L);
        }
        return array;
    }
}
