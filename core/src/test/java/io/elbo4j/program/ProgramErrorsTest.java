package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Gamma;
import io.elbo4j.program.distribution.LogNormal;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class ProgramErrorsTest {

    private static Normal standard(Trace trace) {
        return new Normal(trace.constant(0), trace.constant(0));
    }

    private static final Program ONE = trace -> trace.sample("z", standard(trace));

    private static void fails(Program model, Program guide, String... words) {
        Exception error = assertThrows(
                IllegalArgumentException.class,
                () -> new Inference<>(model, guide, new Elbo(), 2).estimate(new float[0], Minibatch.NONE, Key.of(1)));
        names(error, words);
    }

    private static void names(Exception error, String... words) {
        for (String word : words) {
            assertTrue(error.toString().contains(word), error + " lacks " + word);
        }
    }

    private static void breaks(Program model, Program guide, String... words) {
        Exception error = assertThrows(
                NotFiniteException.class,
                () -> new Inference<>(model, guide, new Elbo(), 2).estimate(new float[0], Minibatch.NONE, Key.of(1)));
        names(error, words);
    }

    @Test
    void addressSampledTwice_isNamed() {
        Program twice = trace -> {
            trace.sample("z", standard(trace));
            trace.sample("z", standard(trace));
        };
        fails(ONE, twice, "address used twice", "address=z");
        fails(twice, ONE, "address used twice", "address=z");
    }

    @Test
    void latentThatOneSideMisses_isNamed() {
        fails(ONE, trace -> {}, "guide misses a latent", "address=z");
        fails(trace -> {}, ONE, "model misses a latent", "address=z");
    }

    @Test
    void strategyThatADistributionCannotDo_isNamedWithThoseItCan() {
        Program guide = trace -> trace.sample("z", standard(trace), Strategy.ENUMERATION);
        fails(ONE, guide, "strategy=ENUMERATION", "distribution=Normal", "REPARAMETERISED", "MEASURE_VALUED");
        Program positive = trace ->
                trace.sample("z", new LogNormal(trace.constant(0), trace.constant(0)), Strategy.MEASURE_VALUED);
        fails(ONE, positive, "strategy=MEASURE_VALUED", "distribution=LogNormal", "it can do [REPARAMETERISED");
    }

    @Test
    void supports_areCheckedBeforeAndAfterDrawing() {
        Program positive = trace -> trace.sample("z", new Gamma(trace.constant(2), trace.constant(1)));
        fails(positive, ONE, "supports differ", "address=z", "guide=REAL", "model=POSITIVE");
        Program grey = trace -> trace.observe("pixel", new Bernoulli(trace.constant(0)), trace.constant(0.5));
        breaks(grey, trace -> {}, "support mismatch", "address=pixel", "value=0.5", "0 or 1");
    }

    @Test
    void nan_isReportedWhereItAppearedFirst() {
        Program model = trace -> {
            SDVariable z = trace.sample("z", standard(trace));
            SDVariable bad = trace.graph().math().log(z.mul(z).neg().sub(1));
            trace.observe("good", standard(trace), trace.constant(1));
            trace.observe("bad", new Normal(bad, trace.constant(0)), trace.constant(1));
            trace.observe("after", new Normal(bad, trace.constant(0)), trace.constant(1));
        };
        breaks(model, ONE, "address=bad", "NaN");
    }

    @Test
    void plates_andRows_areChecked() {
        Program inPlate = trace -> trace.plate("two", 2, inner -> inner.sample("z", standard(inner)));
        fails(inPlate, ONE, "plates differ", "address=z");
        fails(trace -> trace.rows(Trace::features), ONE, "no rows");
        fails(trace -> trace.repeated(trace.constant(1)), ONE, "no plate here");
    }

    @Test
    void whatOnlyBelongsInAModel_isRefusedInAGuide() {
        fails(ONE, trace -> trace.observe("x", standard(trace), trace.constant(1)), "guide", "call=observe");
        fails(ONE, new Marginal(ONE, Set.of("other"), 1), "marginal", "kept");
    }

    @Test
    void objectivesThatAreNoSums_refuseWhatNeedsOne() {
        Program guide = trace -> trace.sample("z", new Bernoulli(trace.constant(0)), Strategy.ENUMERATION);
        Program model = trace -> trace.sample("z", new Bernoulli(trace.constant(0)));
        Inference<Iwelbo> enumerated = new Inference<>(model, guide, new Iwelbo(), 5, 2);
        names(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> enumerated.estimate(new float[0], Minibatch.NONE, Key.of(1))),
                "needs a sum",
                "address=z");
        Inference<Iwelbo> minibatched = new Inference<>(ONE, ONE, new Iwelbo(), 5, 2);
        Minibatch part = new Minibatch(new Batch(new float[2], new float[2], 1), new long[] {0, 1}, 10);
        names(
                assertThrows(IllegalArgumentException.class, () -> minibatched.estimate(new float[0], part, Key.of(1))),
                "needs all rows",
                "totalRows=10");
    }

    @Test
    void operationsWithAWrongDerivative_areRefused() {
        Program inverse = trace -> {
            SDVariable z = trace.sample("z", standard(trace));
            SDVariable matrix = trace.parameter("m", (key, i) -> i % 3 == 0 ? 1 : 0, 2, 2);
            trace.score("s", z.mul(trace.graph().math().matrixInverse(matrix).sum()));
        };
        fails(inverse, ONE, "derivative is wrong", "matrix_inverse");
    }
}
