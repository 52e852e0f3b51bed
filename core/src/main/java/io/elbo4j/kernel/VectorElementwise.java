package io.elbo4j.kernel;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Elementwise functions on the Vector API. */
final class VectorElementwise implements Elementwise {

    private static final VectorSpecies<Float> S = VectorKernels.S;
    private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());
    private static final int L = S.length();
    private static final Elementwise PLAIN = new PlainElementwise();

    /** Counters at a time: their words and radii stay in the first-level cache. */
    private static final int CHUNK = 512;

    /**
     * What is done to a chunk in turn. Each is called through this interface, so that it is compiled on its own: all three
     * together are more than the compiler inlines, and what it does not inline is slower by an order of magnitude.
     */
    private interface Stage {
        void run(long key, int counter, Chunk chunk);
    }

    /** Buffers of a chunk. */
    private static final class Chunk {
        private final int[] first = new int[CHUNK];
        private final int[] second = new int[CHUNK];
        private final float[] radii = new float[CHUNK];
        private final float[] numbers = new float[2 * CHUNK];
    }

    private static final List<Stage> STAGES = List.of(
            VectorElementwise::start,
            (key, counter, chunk) -> oddRounds(key, 1, chunk),
            (key, counter, chunk) -> evenRounds(key, 2, chunk),
            (key, counter, chunk) -> oddRounds(key, 3, chunk),
            (key, counter, chunk) -> evenRounds(key, 4, chunk),
            (key, counter, chunk) -> oddRounds(key, 5, chunk),
            (key, counter, chunk) -> radii(chunk.first, chunk.radii),
            (key, counter, chunk) -> turns(chunk.radii, chunk.second, chunk.numbers));

    @Override
    public void gaussians(long key, float[] into) {
        if (into.length < CHUNK / 2) {
            PLAIN.gaussians(key, into);
            return;
        }
        Chunk chunk = new Chunk();
        for (int from = 0; from < into.length; from += 2 * CHUNK) {
            for (Stage stage : STAGES) {
                stage.run(key, from / 2, chunk);
            }
            System.arraycopy(chunk.numbers, 0, into, from, Math.min(2 * CHUNK, into.length - from));
        }
    }

    /** As {@link Noise#words}, four rounds a stage. */
    private static void start(long key, int counter, Chunk chunk) {
        int[] schedule = Noise.schedule(key);
        for (int i = 0; i < CHUNK; i++) {
            chunk.first[i] = counter + i + schedule[0];
        }
        Arrays.fill(chunk.second, schedule[1]);
    }

    private static void oddRounds(long key, int step, Chunk chunk) {
        int[] schedule = Noise.schedule(key);
        int keyOfFirst = schedule[step % 3];
        int keyOfSecond = schedule[(step + 1) % 3] + step;
        int[] first = chunk.first;
        int[] second = chunk.second;
        for (int i = 0; i < CHUNK; i += L) {
            IntVector b = IntVector.fromArray(I, second, i);
            IntVector a = IntVector.fromArray(I, first, i).add(b);
            b = turned(b, 13).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = turned(b, 15).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = turned(b, 26).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = turned(b, 6).lanewise(VectorOperators.XOR, a);
            a.add(keyOfFirst).intoArray(first, i);
            b.add(keyOfSecond).intoArray(second, i);
        }
    }

    private static void evenRounds(long key, int step, Chunk chunk) {
        int[] schedule = Noise.schedule(key);
        int keyOfFirst = schedule[step % 3];
        int keyOfSecond = schedule[(step + 1) % 3] + step;
        int[] first = chunk.first;
        int[] second = chunk.second;
        for (int i = 0; i < CHUNK; i += L) {
            IntVector b = IntVector.fromArray(I, second, i);
            IntVector a = IntVector.fromArray(I, first, i).add(b);
            b = turned(b, 17).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = turned(b, 29).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = turned(b, 16).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = turned(b, 24).lanewise(VectorOperators.XOR, a);
            a.add(keyOfFirst).intoArray(first, i);
            b.add(keyOfSecond).intoArray(second, i);
        }
    }

    private static IntVector turned(IntVector x, int by) {
        return x.lanewise(VectorOperators.LSHL, by).or(x.lanewise(VectorOperators.LSHR, 32 - by));
    }

    /** As {@link Noise#radius}. */
    private static void radii(int[] words, float[] radii) {
        for (int i = 0; i < CHUNK; i += L) {
            FloatVector m = IntVector.fromArray(I, words, i)
                    .lanewise(VectorOperators.LSHR, 9)
                    .or(Noise.ONE)
                    .reinterpretAsFloats();
            log(constant(2f).sub(m)).mul(-2f).sqrt().intoArray(radii, i);
        }
    }

    /** As {@link Noise#turn}, block by block. */
    private static void turns(float[] radii, int[] words, float[] into) {
        for (int i = 0; i < CHUNK; i += L) {
            IntVector word = IntVector.fromArray(I, words, i);
            FloatVector t = word.lanewise(VectorOperators.LSHL, 2)
                    .lanewise(VectorOperators.LSHR, 9)
                    .or(Noise.ONE)
                    .reinterpretAsFloats()
                    .sub(1.5f)
                    .mul(Noise.QUARTER_TURN);
            FloatVector square = t.mul(t);
            FloatVector sine = constant(Noise.SIN[0])
                    .fma(square, constant(Noise.SIN[1]))
                    .fma(square, constant(Noise.SIN[2]))
                    .mul(square)
                    .fma(t, t);
            FloatVector cosine = constant(Noise.COS[0])
                    .fma(square, constant(Noise.COS[1]))
                    .fma(square, constant(Noise.COS[2]))
                    .fma(square.mul(square), constant(-0.5f).fma(square, constant(1f)));
            IntVector quadrant = word.lanewise(VectorOperators.LSHR, 30);
            VectorMask<Integer> odd = quadrant.and(1).compare(VectorOperators.NE, 0);
            IntVector sineBits = sine.reinterpretAsInts();
            IntVector cosineBits = cosine.reinterpretAsInts();
            FloatVector radius = FloatVector.fromArray(S, radii, i);
            int place = i / Kernels.LANES * Noise.BLOCK + i % Kernels.LANES;
            radius.mul(signed(cosineBits.blend(sineBits, odd), quadrant.add(1))).intoArray(into, place);
            radius.mul(signed(sineBits.blend(cosineBits, odd), quadrant)).intoArray(into, place + Kernels.LANES);
        }
    }

    /** The opposite where bit 1 of the quadrant is set. */
    private static FloatVector signed(IntVector value, IntVector quadrant) {
        return value.lanewise(VectorOperators.XOR, quadrant.and(2).lanewise(VectorOperators.LSHL, 30))
                .reinterpretAsFloats();
    }

    /** As {@link Noise#log}. */
    private static FloatVector log(FloatVector u) {
        IntVector bits = u.reinterpretAsInts();
        IntVector power = bits.sub(Noise.ROOT_HALF).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(power.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector exponent = power.add(Noise.WHOLE).reinterpretAsFloats().sub(0x1.8p23f);
        FloatVector square = f.mul(f);
        FloatVector tail = constant(Noise.LOG[0]).fma(f, constant(Noise.LOG[1]));
        tail = tail.fma(f, constant(Noise.LOG[2]));
        tail = tail.fma(f, constant(Noise.LOG[3]));
        tail = tail.fma(f, constant(Noise.LOG[4]));
        tail = tail.fma(f, constant(Noise.LOG[5]));
        tail = tail.fma(f, constant(Noise.LOG[6]));
        tail = tail.fma(f, constant(Noise.LOG[7]));
        tail = tail.fma(f, constant(Noise.LOG[8]));
        tail = tail.mul(square).mul(f);
        tail = constant(Noise.LN2_LOW).fma(exponent, tail);
        tail = constant(-0.5f).fma(square, tail);
        return constant(Noise.LN2_HIGH).fma(exponent, f.add(tail));
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(S, value);
    }

    @Override
    public void relu(float[] x, float[] y) {
        int start = Kernels.start(y);
        for (int i = 0; i < start; i++) {
            y[i] = Math.max(x[i], 0f);
        }
        for (int i = start; i < y.length; i += L) {
            FloatVector.fromArray(S, x, i).max(0f).intoArray(y, i);
        }
    }

    @Override
    public void reluGradient(float[] x, float[] dy, float[] dx) {
        FloatVector zero = FloatVector.zero(S);
        int start = Kernels.start(dx);
        for (int i = 0; i < start; i++) {
            dx[i] = x[i] > 0 ? dy[i] : 0f;
        }
        for (int i = start; i < dx.length; i += L) {
            VectorMask<Float> on = FloatVector.fromArray(S, x, i).compare(VectorOperators.GT, 0f);
            zero.blend(FloatVector.fromArray(S, dy, i), on).intoArray(dx, i);
        }
    }

    @Override
    public void zeroBelow(float least, float[] x) {
        FloatVector zero = FloatVector.zero(S);
        int whole = S.loopBound(x.length);
        for (int i = 0; i < whole; i += L) {
            FloatVector each = FloatVector.fromArray(S, x, i);
            each.blend(zero, each.abs().compare(VectorOperators.LT, least)).intoArray(x, i);
        }
        for (int i = whole; i < x.length; i++) {
            x[i] = Math.abs(x[i]) < least ? 0f : x[i];
        }
    }

    @Override
    public void tangents(float[] x, float[] tanh, float[] slope) {
        int whole = S.loopBound(x.length);
        tangents(x, tanh, slope, whole);
        for (int i = whole; i < x.length; i++) {
            Tanh.at(x, tanh, slope, i);
        }
    }

    /** As {@link Tanh}, of whole vectors. */
    private static void tangents(float[] x, float[] tanh, float[] slope, int whole) {
        FloatVector one = constant(1f);
        for (int i = 0; i < whole; i += L) {
            FloatVector at = FloatVector.fromArray(S, x, i);
            FloatVector t = at.abs().mul(-2f);
            VectorMask<Float> sure = t.compare(VectorOperators.LT, Tanh.LOWEST);
            FloatVector rounded = t.fma(constant(Tanh.LOG2_E), constant(0x1.8p23f));
            IntVector power = rounded.reinterpretAsInts().sub(Noise.WHOLE);
            FloatVector n = rounded.sub(0x1.8p23f);
            FloatVector f = n.fma(constant(Tanh.LN2_LOW), n.fma(constant(Tanh.LN2_HIGH), t));
            FloatVector tail = constant(Tanh.EXP[0]).fma(f, constant(Tanh.EXP[1]));
            tail = tail.fma(f, constant(Tanh.EXP[2]));
            tail = tail.fma(f, constant(Tanh.EXP[3]));
            tail = tail.fma(f, constant(Tanh.EXP[4]));
            tail = tail.fma(f, constant(Tanh.EXP[5]));
            FloatVector mantissa = tail.fma(f.mul(f), f).add(1f);
            FloatVector e = mantissa.mul(
                    power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            e = e.blend(0f, sure);
            FloatVector r = one.div(e.add(1f));
            IntVector sign = at.reinterpretAsInts().and(Integer.MIN_VALUE);
            one.sub(e).mul(r).reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(tanh, i);
            e.mul(4f).mul(r).mul(r).intoArray(slope, i);
        }
    }

    @Override
    public void featureMajor(float[] from, int[] starts, int width, float[] into, int lanes) {
        PLAIN.featureMajor(from, starts, width, into, lanes);
    }
}
