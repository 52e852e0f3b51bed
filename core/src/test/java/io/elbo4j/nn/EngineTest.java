package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.Network;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.math.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** What holds for every network: threads, memory, serialization, silence. */
final class EngineTest {

    private static final SameDiffNetwork NETWORK = Problems.network(
            List.of(1, 12, 12), new Categorical(3), "conv2d 8 padding=same", "relu", "max-pool 2", "dense 20", "tanh");
    private static final Key KEY = Key.of(3);
    private static final float[] MEAN = Problems.theta(NETWORK.layout(), KEY.fold(0));

    private static Batch batch(int rows) {
        return Problems.batch(NETWORK.observation(), NETWORK.spec().features(), rows, KEY.fold(1));
    }

    private static float[] variance() {
        float[] variance = new float[MEAN.length];
        Arrays.fill(variance, 0.01f);
        return variance;
    }

    @Test
    void spreadGrad_inTwoThreadsAtOnce_hasSameBits() throws Exception {
        Callable<SpreadGrad> steps = () -> {
            SpreadGrad last = NETWORK.locallyReparameterised(MEAN, variance(), KEY, batch(33));
            for (int step = 0; step < 20; step++) {
                // Other sizes in between must leave no trace.
                NETWORK.valueGrad(MEAN, batch(5 + step % 3));
                last = NETWORK.locallyReparameterised(MEAN, variance(), KEY, batch(33));
            }
            return last;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<SpreadGrad> first = threads.submit(steps);
            Future<SpreadGrad> second = threads.submit(steps);
            SpreadGrad here = NETWORK.locallyReparameterised(MEAN, variance(), KEY, batch(33));
            for (SpreadGrad there : List.of(first.get(), second.get())) {
                assertEquals(here.logLikSum(), there.logLikSum());
                assertArrayEquals(here.meanGradient(), there.meanGradient());
                assertArrayEquals(here.spreadGradient(), there.spreadGradient());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void valueGrad_overManySteps_keepsMemory() {
        Batch batch = batch(256);
        // The activations of one step take 256 × 8 × 144 × 4 bytes = 1.2 MB: leaked, they add 120 MB in every
        // hundred steps. Java's heap is in the figure too, but it does not grow in each of them.
        long least = Long.MAX_VALUE;
        for (int hundred = 0; hundred < 6; hundred++) {
            long before = Pointer.physicalBytes();
            for (int step = 0; step < 100; step++) {
                NETWORK.valueGrad(MEAN, batch);
            }
            least = Math.min(least, Pointer.physicalBytes() - before);
        }
        assertTrue(least >> 20 < 60, "grown by MB in every hundred steps: " + (least >> 20));
    }

    @Test
    void outputs_ofRowsInPieces_equalOutputsAtOnce() {
        Batch all = batch(1100);
        float[] together = NETWORK.outputs(MEAN, all);
        float[] piece = NETWORK.outputs(MEAN, all.slice(1000, 1007));
        assertArrayEquals(Arrays.copyOfRange(together, 3000, 3021), piece, 1e-5f);
        assertEquals(
                0,
                NETWORK.outputs(
                                MEAN,
                                new DenseFeatures(new float[0], NETWORK.spec().features()))
                        .length);
    }

    @Test
    void network_afterSerialization_isEqualAndWorks() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(NETWORK);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Network read = (Network) in.readObject();
            assertEquals(NETWORK, read);
            assertArrayEquals(
                    NETWORK.valueGrad(MEAN, batch(4)).gradient(),
                    read.valueGrad(MEAN, batch(4)).gradient());
        }
    }

    @Test
    void valueGrad_ofNewGraph_printsNothing() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            SameDiffNetwork fresh = Problems.network(List.of(2), new Categorical(2), "dense 7", "tanh");
            fresh.valueGrad(Problems.theta(fresh.layout(), KEY), Problems.batch(new Categorical(2), 2, 3, KEY));
        } finally {
            System.setOut(before);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void valueGrad_withOtherSizes_saysWhichAreExpected() {
        String parameters = Problems.refusal(() -> NETWORK.valueGrad(new float[3], batch(2)));
        assertTrue(parameters.contains("given=3 expected=" + MEAN.length), parameters);
        Batch narrow = new Batch(new float[8], new float[2], 4);
        String features = Problems.refusal(() -> NETWORK.valueGrad(MEAN, narrow));
        assertTrue(features.contains("given=4 expected=144"), features);
    }
}
