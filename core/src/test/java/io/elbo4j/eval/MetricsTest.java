package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void and_keepsTheOrder() {
        Metrics all = Metrics.NONE.with("z", 1).with("a", 2).and(Metrics.NONE.with("m", 3));
        assertEquals(List.of("z", "a", "m"), List.copyOf(all.values().keySet()));
        assertEquals(3, all.value("m"));
    }

    @Test
    void names_takenOrUnknown_areRefused() {
        Metrics one = Metrics.NONE.with("nll", 1);
        assertThrows(IllegalArgumentException.class, () -> one.with("nll", 2));
        assertThrows(IllegalArgumentException.class, () -> one.and(one));
        assertThrows(IllegalArgumentException.class, () -> one.value("accuracy"));
    }
}
