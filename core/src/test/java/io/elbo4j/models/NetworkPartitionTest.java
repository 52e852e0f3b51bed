package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.site.SiteId;
import io.elbo4j.spec.SpecException;
import io.elbo4j.update.MeanFieldState;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPartitionTest {

    private static final SiteId SECOND = new SiteId("task", 1);

    private static PartitionedModel<?> trained(String configuration, int rounds) {
        return PartitionedModel.of(SmallModels.trained(SmallModels.untrained(configuration), rounds))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.name = mfvi, merge = pvi",
                "model { name = ssvi, density = 0.5, support.everySteps = 3 }, merge = pvi"
            })
    void siteThatIsDividedOut_isGone_andTheOthersStay(String configuration) {
        PartitionedModel<?> model = trained(configuration, 12);
        assertEquals("[task/0, task/1, task/2]", model.sites().toString());
        assertFalse(model.partition().independent());
        PartitionedModel<?> rest = model.without(SECOND);
        assertEquals("[task/0, task/2]", rest.sites().toString());
        assertNotEquals(model.model().posterior(), rest.model().posterior());
        assertEquals(model.model().round(), rest.model().round());
        SpecException last = assertThrows(
                SpecException.class, () -> rest.without(new SiteId("task", 0)).without(new SiteId("task", 2)));
        assertTrue(String.valueOf(last.getMessage()).contains("no other site: site=task/2"), last.getMessage());
    }

    /** The clock of the run is turned back with the rounds: two local steps each. */
    @Test
    void again_startsWhereTheRunWas() {
        assertEquals("10 to 12 at step 20", again("model.name = mfvi, merge = pvi", 12, OptionalInt.empty()));
        assertEquals("0 to 12 at step 0", again("model.name = mfvi, merge = pvi", 12, OptionalInt.of(12)));
        // A support step after each two value rounds.
        String sparse = "model { name = ssvi, density = 0.5, support.everySteps = 4 }, merge = pvi";
        assertEquals("4 to 9 at step 6", again(sparse, 9, OptionalInt.of(5)));
        assertEquals("5 to 9 at step 8", again(sparse, 9, OptionalInt.of(4)));
        assertEquals("5 to 9 at step 8", again(sparse, 9, OptionalInt.of(3)));
        // Nobody starts between the two rounds of a support step.
        String nominating =
                "model { name = ssvi, density = 0.5, support { everySteps = 4, exactUpTo = 0 } }, merge = pvi";
        assertEquals("2 to 9 at step 4", again(nominating, 9, OptionalInt.of(6)));
        for (int rounds : List.of(0, 13)) {
            assertThrows(
                    SpecException.class, () -> again("model.name = mfvi, merge = pvi", 12, OptionalInt.of(rounds)));
        }
    }

    private static String again(String configuration, int round, OptionalInt rounds) {
        return text(trained(configuration, round), rounds);
    }

    private static <S> String text(PartitionedModel<S> model, OptionalInt rounds) {
        Partition.Again<S> again =
                model.partition().again(model.model().state(), model.model().round(), rounds);
        long step = model.model()
                .job()
                .network()
                .orElseThrow()
                .belief()
                .apply(again.state())
                .step();
        return again.from() + " to " + again.to() + " at step " + step;
    }

    @Test
    void sitesThatLeanOnTheOneThatGoes_areRefused_withTheWeight() {
        PartitionedModel<?> model = leaning(trained("model.name = mfvi, merge = pvi", 4));
        SpecException error = assertThrows(SpecException.class, () -> model.without(SECOND));
        assertTrue(
                String.valueOf(error.getMessage())
                        .contains("no belief without this site: site=task/1 parameter=3 precision=-"),
                error.getMessage());
    }

    /** With a site of shard 0 that is the negative of nearly all that shard 1 knows of weight 3. */
    private static <S> PartitionedModel<S> leaning(PartitionedModel<S> model) {
        NetworkBelief<S> network = model.model().job().network().orElseThrow();
        MeanFieldState belief = network.belief().apply(model.model().state());
        float[][] slots = belief.copyOfSlots();
        slots[0][3] = -1e4f;
        slots[2][3] = 2e4f;
        S state = network.state().apply(new MeanFieldState(belief.posterior(), List.of(slots), belief.step()));
        return new PartitionedModel<>(model.model().at(state, model.model().round()), model.partition());
    }

    @Test
    void modelOfAnotherMerge_hasNoSites() {
        assertTrue(
                PartitionedModel.of(SmallModels.untrained("model.name = mfvi")).isEmpty());
        assertTrue(PartitionedModel.of(SmallModels.untrained("model.name = linear-regression"))
                .isEmpty());
    }
}
