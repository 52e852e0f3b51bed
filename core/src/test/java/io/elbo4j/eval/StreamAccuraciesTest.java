package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamAccuraciesTest {

    /** Task 1 is at its best after task 2, so the two meanings of forgetting differ. */
    private static final StreamAccuracies THREE = StreamAccuracies.untrained(List.of(0.5, 0.4, 0.3))
            .after(List.of(0.9, 0.5))
            .after(List.of(0.95, 0.8, 0.35))
            .after(List.of(0.7, 0.6, 0.85));

    @Test
    void figures_areThoseByHand() {
        assertEquals((0.7 + 0.6 + 0.85) / 3, THREE.averageAccuracy(), 1e-12);
        assertEquals(((0.7 - 0.9) + (0.6 - 0.8)) / 2, THREE.backwardTransfer(), 1e-12);
        assertEquals(((0.9 - 0.7) + (0.8 - 0.6)) / 2, THREE.forgettingFromInitial(), 1e-12);
        assertEquals(((0.95 - 0.7) + (0.8 - 0.6)) / 2, THREE.forgettingFromBest(), 1e-12);
        assertEquals(((0.5 - 0.4) + (0.35 - 0.3)) / 2, THREE.forwardTransfer(), 1e-12);
    }

    @Test
    void figures_ofOneTask_areItsAccuracyAlone() {
        StreamAccuracies one = StreamAccuracies.untrained(List.of()).after(List.of(0.9));
        assertEquals(new Metrics(Map.of("averageAccuracy", 0.9)), one.metrics());
    }

    @Test
    void forwardTransfer_whereLaterTasksWereNotJudged_isLeftOut() {
        StreamAccuracies two =
                StreamAccuracies.untrained(List.of()).after(List.of(0.9)).after(List.of(0.8, 0.9));
        assertFalse(two.metrics().values().containsKey("forwardTransfer"));
    }

    @Test
    void rows_withoutTheirOwnTask_areRefused() {
        StreamAccuracies one = StreamAccuracies.untrained(List.of()).after(List.of(0.9));
        assertThrows(IllegalArgumentException.class, () -> one.after(List.of(0.8)));
    }
}
