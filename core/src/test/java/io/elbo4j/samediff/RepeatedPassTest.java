package io.elbo4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RepeatedPassTest {

    private static final long SEED = Long.getLong("seed", 3);

    /** Functions of a hidden layer {@code [B, 4]}, whose numbers are above 0. */
    static Stream<Arguments> functions() {
        return Stream.<UnaryOperator<SDVariable>>of(
                        h -> h,
                        h -> h.mul(h.mul(2)).sub(h.div(3)).add(h),
                        h -> h.sub(h).add(h.sub(1)).sub(h.neg()),
                        h -> SpecialFunctions.relu(h.sub(0.5)),
                        h -> SpecialFunctions.softplus(h.neg()),
                        SpecialFunctions::lgamma,
                        SpecialFunctions::digamma,
                        SpecialFunctions::logSumExp,
                        h -> h.sub(h.mean(true, 0))
                                .mul(SpecialFunctions.square(h).mean(true, 1)),
                        h -> h.getSameDiff().nn().logSoftmax(h),
                        h -> h.getSameDiff().concat(1, h, h.getSameDiff().math().tanh(h), h.reshape(-1, 4)),
                        h -> h.reshape(-1, 2, 2).sum(true, 1).mul(h.reshape(-1, 2, 2)),
                        h -> h.mmul(h.getSameDiff().transpose(h)).mmul(h),
                        h -> h.getSameDiff().identity(h).add(h.getSameDiff().zerosLike(h)),
                        h -> Detached.carrying(h.mul(h), h, h.sum(true, 1)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void passes_haveTheSessionsBits(UnaryOperator<SDVariable> function) {
        Layer layer = new Layer(function);
        RepeatedPass pass = layer.pass();
        Map<String, INDArray> first = null;
        for (int run = 0; run < 3; run++) {
            Map<String, INDArray> fed = layer.fed(3, Key.of(SEED).fold(run));
            Map<String, INDArray> results = pass.run(fed);
            assertTrue(first == null || results == first, "not repeated");
            first = results;
            layer.assertSessionsBits(fed, results);
        }
        pass.close();
    }

    @Test
    void wantedVariables_keepTheirArrays_whateverIsDoneWithThem() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, 3);
        SDVariable exponential = graph.math().exp(x);
        SDVariable again = graph.math().exp(x);
        SDVariable sum = exponential.add(again).mul(2).add(1).mul(x);
        RepeatedPass pass = new RepeatedPass(graph, List.of(sum.name(), again.name(), exponential.name(), "x"));
        INDArray array = Nd4j.create(DataType.FLOAT, 3);
        for (int run = 0; run < 3; run++) {
            float[] numbers = {run, -1, 2};
            HostArrays.write(numbers, 0, array);
            Map<String, INDArray> results = pass.run(Map.of("x", array));
            assertArrayEquals(numbers, HostArrays.numbers(results, "x"));
            assertArrayEquals(
                    HostArrays.numbers(results, exponential.name()), HostArrays.numbers(results, again.name()));
            assertEquals(Math.exp(run), HostArrays.numbers(results, again.name())[0], 1e-5);
            assertEquals((4 * Math.exp(2) + 1) * 2, HostArrays.numbers(results, sum.name())[2], 1e-4);
        }
        pass.close();
    }

    @Test
    void otherRows_areRecordedAnew() {
        Layer layer = new Layer(h -> SpecialFunctions.softplus(h.mul(h)));
        RepeatedPass pass = layer.pass();
        for (int rows : new int[] {3, 2, 2, 5, 3, 3}) {
            Map<String, INDArray> fed = layer.fed(rows, Key.of(SEED).fold(rows));
            layer.assertSessionsBits(fed, pass.run(fed));
        }
        pass.close();
    }

    /** Above 0, how many numbers are depends on them: such a pass cannot be recorded. */
    @Test
    void shapesThatFollowValues_areTheSessions() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, 4);
        SDVariable count = x.gt(0).castTo(DataType.INT32).sum();
        String ones =
                graph.tile(graph.constant(1f).reshape(1), count.reshape(1)).name();
        RepeatedPass pass = new RepeatedPass(graph, List.of(ones));
        INDArray array = Nd4j.create(DataType.FLOAT, 4);
        Map<String, INDArray> before = Map.of();
        for (float[] numbers : new float[][] {{1, 2, -3, -4}, {1, 2, 3, -4}, {-1, 2, -3, -4}}) {
            HostArrays.write(numbers, 0, array);
            Map<String, INDArray> results = pass.run(Map.of("x", array));
            assertNotSame(before, results);
            before = results;
            int positive =
                    (int) IntStream.range(0, 4).filter(i -> numbers[i] > 0).count();
            assertEquals(positive, HostArrays.numbers(results, ones).length);
        }
        pass.close();
    }

    @Test
    void memory_isKept_andFreed() {
        Layer layer = new Layer(h -> h.mul(h));
        RepeatedPass pass = layer.pass();
        Map<String, INDArray> fed = layer.fed(3, Key.of(SEED));
        List<INDArray> first = List.copyOf(pass.run(fed).values());
        List<INDArray> second = List.copyOf(pass.run(fed).values());
        for (int i = 0; i < first.size(); i++) {
            assertSame(first.get(i), second.get(i));
        }
        pass.close();
        assertTrue(first.stream().allMatch(INDArray::wasClosed));
        // A pass that was closed begins anew.
        layer.assertSessionsBits(fed, pass.run(fed));
        pass.close();
    }

    /** A dense layer, a function of it and a loss, with what is fed. */
    private static final class Layer {

        private final SameDiff graph = SameDiff.create();
        private final HostArrays arrays = new HostArrays();
        private final List<String> parameters = List.of("w", "b");
        private final String loss;

        Layer(UnaryOperator<SDVariable> function) {
            SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 5);
            SDVariable w = graph.placeHolder("w", DataType.FLOAT, 5, 4);
            SDVariable b = graph.placeHolder("b", DataType.FLOAT, 1, 4);
            SDVariable hidden = graph.math().exp(x.mmul(w).add(b));
            SDVariable result = function.apply(hidden);
            loss = result.mul(result.add(1)).sum().name();
            graph.setLossVariables(loss);
            StandardOutput.silently(() -> graph.createGradFunction("w", "b"));
        }

        RepeatedPass pass() {
            List<String> wanted = new ArrayList<>(List.of(loss));
            parameters.forEach(name -> wanted.add(RepeatedPass.gradient(graph, name)));
            return new RepeatedPass(graph.getFunction("grad"), wanted);
        }

        Map<String, INDArray> fed(int rows, Key key) {
            Map<String, long[]> shapes = new LinkedHashMap<>();
            shapes.put("x", new long[] {rows, 5});
            shapes.put("w", new long[] {5, 4});
            shapes.put("b", new long[] {1, 4});
            Map<String, INDArray> fed = new HashMap<>();
            shapes.forEach((name, shape) -> {
                INDArray array = arrays.of(name, shape);
                float[] numbers = new float[(int) array.length()];
                key.fold(name.hashCode()).gaussians(numbers);
                HostArrays.write(numbers, 0, array);
                fed.put(name, array);
            });
            return fed;
        }

        void assertSessionsBits(Map<String, INDArray> fed, Map<String, INDArray> results) {
            OutAndGrad expected = graph.calculateGradientsAndOutputs(fed, List.of(loss), parameters);
            assertArrayEquals(
                    HostArrays.numbers(expected.getOutputs(), loss), HostArrays.numbers(results, loss), "seed=" + SEED);
            for (String name : parameters) {
                assertArrayEquals(
                        HostArrays.numbers(expected.getGradients(), name),
                        HostArrays.numbers(results, RepeatedPass.gradient(graph, name)),
                        name + " seed=" + SEED);
            }
        }
    }
}
