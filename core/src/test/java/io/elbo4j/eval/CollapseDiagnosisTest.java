package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.eval.CollapseDiagnosis.Cause;
import io.elbo4j.eval.LatentFigures.Latent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollapseDiagnosisTest {

    private static final Latent BUSY = new Latent(1.2, 0.9, 0.1);
    private static final Latent SOME = new Latent(0.4, 0.5, 0.5);
    private static final Latent IDLE = new Latent(0.001, 0.001, 0.99);
    private static final Latent CONSTANT = new Latent(2.5, 0.002, 0.01);

    private static CollapseDiagnosis diagnosis(List<Latent> latents, Directions directions) {
        List<String> names =
                IntStream.range(0, latents.size()).mapToObj(i -> "z[" + i + "]").toList();
        return CollapseDiagnosis.of(names, latents, directions);
    }

    private static List<Cause> causes(CollapseDiagnosis diagnosis) {
        return diagnosis.verdicts().stream()
                .map(CollapseDiagnosis.Verdict::cause)
                .toList();
    }

    @Test
    void collapsed_whereNoEigenvalueIsLeft_isTheDatas() {
        Directions directions = Directions.ofData(List.of(4.0, 1.0, 0.5), 0.5, 1);
        CollapseDiagnosis diagnosis = diagnosis(List.of(IDLE, SOME, BUSY), directions);
        assertEquals(List.of(Cause.ACTIVE, Cause.ACTIVE, Cause.NOTHING_LEFT), causes(diagnosis));
        assertEquals(2, diagnosis.active());
        assertEquals(BUSY, diagnosis.verdicts().get(0).latent());
        // ½ ln(4 / 0.5)
        assertEquals(0.5 * Math.log(8), diagnosis.verdicts().get(0).linearKlNats(), 1e-12);
        assertEquals(0, diagnosis.verdicts().get(2).linearKlNats(), 0);
    }

    @Test
    void collapsed_whereAnEigenvalueIsLeft_isTheTrainings() {
        Directions directions = Directions.ofData(List.of(4.0, 2.0, 1.5), 0.5, 1);
        assertEquals(
                List.of(Cause.ACTIVE, Cause.ACTIVE, Cause.FEWER_THAN_LINEAR),
                causes(diagnosis(List.of(BUSY, SOME, IDLE), directions)));
    }

    @Test
    void collapsed_aboveALearnedVariance_isTheGuides() {
        Directions above = new Directions(List.of(0.25, 0.25), 2, 0.25, true);
        assertEquals(List.of(Cause.LEARNED_VARIANCE), causes(diagnosis(List.of(IDLE), above)));
    }

    @Test
    void latents_withTheSameMeanForAllRows_comeAfterThoseThatTell() {
        Directions directions = Directions.ofData(List.of(4.0), 1, 1);
        CollapseDiagnosis diagnosis = diagnosis(List.of(CONSTANT, SOME), directions);
        assertEquals(List.of(Cause.ACTIVE, Cause.SAME_FOR_ALL_ROWS), causes(diagnosis));
        assertEquals(1, diagnosis.active());
    }

    @Test
    void text_namesLatentsAndTheThreshold() {
        String text = diagnosis(List.of(BUSY, IDLE), Directions.ofData(List.of(4.0, 0.1), 0.5, 0.5))
                .text();
        assertTrue(text.contains("z[0]") && text.contains("active"), text);
        assertTrue(text.contains("1 of 2 latents are active; a linear model would keep 1"), text);
        assertEquals(4, text.lines().count());
    }

    @Test
    void directions_thatMakeNoSense_areErrors() {
        assertThrows(IllegalArgumentException.class, () -> Directions.ofData(List.of(1.0), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Directions.ofData(List.of(1.0), 1, -1));
        assertThrows(IllegalArgumentException.class, () -> Directions.ofData(List.of(1.0, 2.0), 1, 1));
    }
}
