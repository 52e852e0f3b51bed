package io.elbo4j.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    private static String html(RunRecord run) {
        return RunReport.of(run).html("test");
    }

    /** Without the scripts and the style, whose texts are our own. */
    private static String marked(String html) {
        return html.replaceAll("(?s)<script>.*?</script>", "").replaceAll("(?s)<style>.*?</style>", "");
    }

    @Test
    void report_ofAClassifier_hasEveryChart_andItsNumbersInWords() {
        String html = html(Runs.classifier("first", 1));
        for (String title : List.of(
                "ELBO",
                "Negative log likelihood",
                "KL to the prior",
                "Held-out accuracy",
                "Weights that changed place",
                "damping",
                "Reliability",
                "Accuracy and rejection",
                "How unsure the model was",
                "Active weights by layer",
                "Inputs that the first layer kept",
                "Signal and noise of the weights")) {
            assertTrue(html.contains("<h3>" + title + "</h3>"), title);
        }
        assertEquals(12, count(html, "<canvas id=\"chart\\d+\" role=\"img\" aria-label=\"[^\"]{40,}\">"));
        assertTrue(html.contains("unfamiliar data, 400 rows: median about"), "words of the histogram");
        assertTrue(html.contains("0.dense.weight: 7000 of 78400"), "words of the layers");
        assertTrue(html.length() < 500_000, "size " + html.length());
    }

    @Test
    void report_ofOtherKinds_hasTheirPictures() {
        String regression = html(Runs.regression("line"));
        assertTrue(regression.contains("<h3>Coverage of intervals</h3>"));
        assertTrue(regression.contains("<h3>Error and rejection</h3>"));
        String stream = html(Runs.stream("tasks", 0.02));
        assertTrue(stream.contains("<th scope=\"row\">after task 5</th>"));
        assertTrue(stream.contains("<td class=\"later\">10.0</td>"));
        assertTrue(stream.contains("<td class=\"h6\">98.0</td>"));
        assertTrue(stream.contains("<h3>What became of each task</h3>"));
        assertTrue(stream.contains("kept no figures"), "an earlier run says what it lacks");
    }

    @Test
    void report_loadsNothing_andItsPolicySaysSo() {
        String html = html(Runs.classifier("first", 1));
        assertTrue(html.contains("default-src 'none'"));
        assertEquals(0, count(marked(html), "(?i)\\s(src|href|action|data|poster|background)\\s*=|url\\(|@import"));
        assertEquals(0, count(html, "sourceMappingURL"));
        assertEquals(0, count(html.substring(html.indexOf("<style>"), html.indexOf("</style>")), "url\\(|@import"));
    }

    @Test
    void texts_cannotBreakOut() {
        String html = html(Runs.hostile());
        // The block of numbers and the two scripts of ours.
        assertEquals(3, count(html, "<script"));
        assertEquals(3, count(html, "</script>"));
        assertEquals(0, count(html, "<img"));
        assertFalse(html.contains("alert(1)</script>"));
        assertTrue(html.contains("{{title}}"), "what stands in a text is no template");
        assertTrue(html.contains("\\u003c/script\\u003e"), "the chart has the name");
        Page comparison = new Comparison(List.of(Runs.hostile(), Runs.classifier("<b>", 1))).page();
        assertEquals(3, count(comparison.html("<i>"), "<script"));
        assertEquals(0, count(comparison.html("<i>"), "<img|<b>|<i>"));
    }

    @Test
    void secrets_areNotShown() {
        RunRecord run = RunRecord.of(
                "run",
                Settings.of("data.train=\"s3a://me:pass@bucket/x\", data.options.password=hush", "test", List.of()),
                "{}",
                List.of(),
                RunFigures.NONE,
                Map.of());
        String html = html(run);
        assertFalse(html.contains("pass@") || html.contains("hush"));
        assertTrue(html.contains("(hidden)"));
    }

    @Test
    void history_isThinned_andKeepsItsEnd() {
        StringBuilder lines = new StringBuilder();
        for (int round = 1; round <= 20_001; round++) {
            lines.append("{\"round\":")
                    .append(round)
                    .append(",\"elbo\":")
                    .append(-1.0 / round)
                    .append("}\n");
        }
        Series series = History.of(lines.toString(), "test").series("elbo", "ELBO");
        assertTrue(
                series.x().size() <= 301 && series.x().size() > 200,
                "points " + series.x().size());
        assertEquals(1, series.x().get(0));
        assertEquals(20_001, series.x().get(series.x().size() - 1));
        assertEquals(-1.0 / 20_001, series.last());
    }

    @Test
    void figures_survive() {
        RunFigures figures = Runs.classifier("first", 1).figures();
        assertEquals(figures, RunFigures.of(figures.text(), "test"));
        String later = figures.text().replace("\"version\" : 1", "\"version\" : 2");
        assertTrue(assertThrows(DataException.class, () -> RunFigures.of(later, "test"))
                .toString()
                .contains("version=2 known=1"));
        assertThrows(DataException.class, () -> RunFigures.of("{\"version\":", "test"));
    }

    @Test
    void folders_thatAreNoRuns_areRefused() throws Exception {
        HadoopFolder none = HadoopFolder.of(folder.toString(), new Configuration());
        assertTrue(assertThrows(SpecException.class, () -> RunRecord.read(none, "none"))
                .toString()
                .contains("not a finished run: run=" + folder));
        Files.write(folder.resolve("run.conf"), "seed=1".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("metrics.json"), "{\"nll\":".getBytes(StandardCharsets.UTF_8));
        assertThrows(DataException.class, () -> RunRecord.read(none, "none"));
    }

    private static int count(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
