package io.elbo4j.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void better_isMarked_whereMoreOrLessIsBetter() {
        assertEquals(OptionalInt.of(1), Better.best("accuracy", List.of(0.9, 0.95, Double.NaN)));
        assertEquals(OptionalInt.of(0), Better.best("nll", List.of(0.1, 0.2)));
        assertEquals(OptionalInt.empty(), Better.best("nll", List.of(0.10001, 0.10002)), "the same as shown");
        assertEquals(OptionalInt.of(2), Better.best("nll", List.of(0.2, 0.2, 0.1)), "the others are tied");
        assertEquals(OptionalInt.empty(), Better.best("nll", List.of(0.1, Double.NaN)));
        assertEquals(OptionalInt.empty(), Better.best("trainSeconds", List.of(1.0, 2.0)), "another machine, perhaps");
    }

    @Test
    void table_hasWhatDiffers_andMarksTheBetter() {
        Comparison comparison = new Comparison(List.of(Runs.classifier("one", 1), Runs.classifier("two", 2)));
        List<String> lines = comparison.text().lines().toList();
        assertTrue(lines.get(0).matches("setting +one +two"), lines.get(0));
        assertTrue(lines.get(1).matches("seed +1 +2"), lines.get(1));
        assertTrue(
                lines.stream().anyMatch(line -> line.matches("accuracy +0\\.9100 +0\\.9200 \\*")), comparison.text());
        assertTrue(lines.stream().anyMatch(line -> line.matches("nll +0\\.3000 +0\\.3000")), comparison.text());
        String html = comparison.page().html("test");
        for (String title :
                List.of("Negative log likelihood, held-out rows", "Reliability", "Accuracy and rejection")) {
            assertTrue(html.contains("<h3>" + title + "</h3>"), title);
        }
    }

    @Test
    void runs_judgedOnOtherRows_areNotRanked() {
        Comparison comparison = new Comparison(List.of(Runs.classifier("one", 1), Runs.regression("line")));
        assertTrue(comparison.text().startsWith("These runs were not judged on the same rows"), comparison.text());
        assertFalse(comparison.text().contains("*"));
    }

    @Test
    void streams_areLaidOverEachOther() {
        Comparison comparison = new Comparison(List.of(Runs.stream("one", 0.01), Runs.stream("two", 0.03)));
        assertTrue(comparison.page().html("test").contains("<h3>Mean accuracy on the tasks so far</h3>"));
        assertTrue(comparison.text().contains("0.9600 *"), comparison.text());
    }

    @Test
    void oneRun_orOneName_isRefused() {
        RunRecord run = Runs.regression("line");
        assertThrows(SpecException.class, () -> new Comparison(List.of(run)));
        assertThrows(SpecException.class, () -> new Comparison(List.of(run, run)));
    }
}
