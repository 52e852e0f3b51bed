package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Gamma;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.StandardNormal;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.HostArrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of programs are those of SameDiff's own session, to the bit, in the first step and in later ones. */
class RepeatedProgramTest {

    private static final long SEED = Long.getLong("seed", 5);

    static Stream<Arguments> inferences() {
        Program decoder = trace -> trace.rows(row -> {
            SDVariable hidden = Layers.relu(row, "decode", row.sample("z", new StandardNormal(2)), 2, 5);
            row.observe("x", new Bernoulli(Layers.linear(row, "pixels", hidden, 5, 6)), row.features());
        });
        Program encoder = trace -> trace.rows(row -> {
            SDVariable hidden = Layers.tanh(row, "encode", row.features(), 6, 5);
            row.sample(
                    "z", new Normal(Layers.linear(row, "mean", hidden, 5, 2), Layers.linear(row, "sd", hidden, 5, 2)));
        });
        Program gamma = trace ->
                trace.sample("z", new Gamma(trace.parameter("a", Initial.constant(2), 1, 1), trace.constant(1.5)));
        return Stream.of(
                        new Inference<>(decoder, encoder, new Elbo(), 1),
                        new Inference<>(decoder, encoder, new Iwelbo(), 4, 1),
                        new Inference<>(
                                trace -> trace.sample("z", new Gamma(trace.constant(3), trace.constant(1))),
                                gamma,
                                new Elbo(),
                                3),
                        ThreeBernoullis.inference(new ThreeBernoullis.Guide(Strategy.SCORE_FUNCTION), 3),
                        ThreeBernoullis.inference(new ThreeBernoullis.Guide(Strategy.MEASURE_VALUED), 2))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("inferences")
    void estimates_haveTheSessionsBits(Inference<?> inference) {
        float[] pixels = new float[4 * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Key.of(SEED).uniform(i) < 0.4 ? 1 : 0;
        }
        Minibatch minibatch = Minibatch.all(new Batch(pixels, new float[4], 6));
        CompiledProgram compiled = CompiledProgram.of(inference, new GraphTrace.Rows(4, 6));
        GraphInputs inputs = new GraphInputs(compiled.graph(), inference.layout(minibatch));
        String objective = compiled.surrogate().objective().name();
        for (int run = 0; run < 3; run++) {
            float[] theta = inference.initial(minibatch, Key.of(SEED).fold(run));
            Key key = Key.of(run);
            Map<String, INDArray> fed = inputs.of(theta, minibatch, key);
            OutAndGrad expected = compiled.graph()
                    .sameDiff()
                    .calculateGradientsAndOutputs(fed, List.of(objective), compiled.differentiated());
            Estimate estimate = inference.estimate(theta, minibatch, key);
            assertEquals(HostArrays.numbers(expected.getOutputs(), objective)[0], estimate.value(), "seed=" + SEED);
            float[] gradient = new float[theta.length];
            inference.layout(minibatch).blocks().stream()
                    .filter(block -> compiled.differentiated().contains(block.name()))
                    .forEach(block -> HostArrays.read(expected.getGradients(), block.name(), gradient, block.offset()));
            assertArrayEquals(gradient, estimate.gradient(), "seed=" + SEED + " run=" + run);
        }
        inputs.close();
    }
}
