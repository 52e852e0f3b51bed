package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnusedHeadsTest {

    private static final int INPUTS = 3;
    private static final int HIDDEN = 5;

    /** Two heads of two classes, and rows of the first head alone. */
    private static TrainedModel<?> trained() {
        RunSpec spec = RunSpec.of(Settings.of(
                "model.name = mfvi, seed = 4, network.layers = [\"dense 5\", \"relu\"], prior.variance = 0.5,"
                        + " likelihood { classes = 4, groups = [\"0,1\", \"2,3\"] }, cluster { shards = 1, localSteps = 5 },"
                        + " train { batch = 10, epochs = 4 }",
                "test",
                List.of()));
        int rows = 40;
        float[] features = new float[rows * INPUTS];
        float[] targets = new float[rows];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) Key.of(7).gaussian(i);
        }
        for (int i = 0; i < rows; i++) {
            targets[i] = features[i * INPUTS] > 0 ? 1 : 0;
        }
        ModelInput input = new ModelInput(List.of(INPUTS), List.of("a", "b", "c"), 4, rows, "");
        return EarlierBeliefTest.ended(
                TrainedModel.untrained(spec, input, Standardisation.identity(INPUTS)),
                new Batch(features, targets, INPUTS));
    }

    @Test
    void headWithoutRows_hasThePrior_andAllElseStays() {
        TrainedModel<?> model = trained();
        EarlierBelief belief = EarlierBelief.of(model);
        SparseGaussian left = (SparseGaussian) belief.posterior();
        SparseGaussian told = (SparseGaussian) new UnusedHeads(Set.of(2, 3), 0.5)
                .in(belief, model.network().layout())
                .posterior();
        List<ParameterBlock> weights = model.network().layout().weightBlocks();
        ParameterBlock heads = weights.get(weights.size() - 1);
        float[] mean = left.mean().clone();
        float[] sd = left.sd().clone();
        for (int index = heads.offset() + 2 * HIDDEN; index < heads.end(); index++) {
            // What no row told is narrower than the prior (0.71), by the rule's own assumption.
            assertTrue(sd[index] < 0.45, "sd=" + sd[index]);
            mean[index] = 0;
            sd[index] = (float) Math.sqrt(0.5);
        }
        assertEquals(4 * HIDDEN, heads.size());
        assertArrayEquals(mean, told.mean());
        assertArrayEquals(sd, told.sd());
        assertSame(
                belief,
                new UnusedHeads(Set.of(), 0.5).in(belief, model.network().layout()));
    }
}
