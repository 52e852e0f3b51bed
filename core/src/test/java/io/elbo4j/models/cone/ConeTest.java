package io.elbo4j.models.cone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.objective.Objective;
import io.elbo4j.optim.Adam;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.Program;
import io.elbo4j.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short version of {@code bench/cone.sh}: fewer steps, from near where training ends. */
class ConeTest {

    private static final double EVIDENCE = -5.323;
    private static final Key KEY = Key.of(1);

    private static double trained(Program guide, Objective objective, int particles) {
        Inference<Objective> inference = new Inference<>(new ConeModel(), guide, objective, particles, 64);
        GradientAscent ascent = GradientAscent.overRepetitions(inference, new Adam(0.9, 0.99, 1e-8), step -> 0.06);
        LocalRunner runner = new LocalRunner(List.of(new Shard(0, 1, 1, new Batch(new float[1], new float[1], 1))));
        ProgramState state =
                runner.run(ascent.algorithm("cone"), ascent.initial(KEY, 1), 0, 40, KEY, (round, outcome) -> true);
        Inference<Objective> test = new Inference<>(new ConeModel(), guide, objective, particles, 1500);
        return test.value(state.theta(), Minibatch.NONE, Key.of(2));
    }

    @Test
    void bounds_areOrderedBelowTheEvidence() {
        Program normal = new NormalGuide(2.2, -2);
        RingGuide ring = new RingGuide(-1);
        double elbo = trained(normal, new Elbo(), 1);
        double iwelbo = trained(normal, new Iwelbo(), 5);
        double hierarchical = trained(ring.marginal(1), new Elbo(), 1);
        double doubly = trained(ring.marginal(5), new Iwelbo(), 5);
        String all = hierarchical + " " + elbo + " " + iwelbo + " " + doubly;
        assertTrue(hierarchical < elbo && elbo < iwelbo && iwelbo < doubly && doubly < EVIDENCE, all);
        assertEquals(-8.08, elbo, 0.3, all);
    }
}
