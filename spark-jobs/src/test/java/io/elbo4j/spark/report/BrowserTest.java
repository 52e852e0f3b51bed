package io.elbo4j.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages as a browser shows them. Skipped where no Chromium is installed. */
class BrowserTest {

    /** {@code -Dscreenshots=DIR} keeps what was seen. */
    private static final String SCREENSHOTS = System.getProperty("screenshots", "");

    /** How many colours each canvas has; an empty one has one. */
    private static final String COLOURS = """
            [...document.querySelectorAll("canvas")].map(canvas => {
              const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
              const context = copy.getContext("2d", { willReadFrequently: true });
              context.drawImage(canvas, 0, 0);
              const data = context.getImageData(0, 0, copy.width, copy.height).data;
              return new Set(new Uint32Array(data.buffer)).size;
            })""";

    @TempDir
    private Path folder;

    @Test
    void pages_areDrawn_withoutErrors_andAskForNothing() throws Exception {
        Optional<String> program = Browser.program();
        assumeTrue(program.isPresent(), "no Chromium here; Debian's package is called chromium");
        Map<String, Integer> charts = new LinkedHashMap<>();
        write("classifier", RunReport.of(Runs.classifier("first", 1)), charts);
        write("regression", RunReport.of(Runs.regression("line")), charts);
        write("stream", RunReport.of(Runs.stream("tasks", 0.02)), charts);
        write("hostile", RunReport.of(Runs.hostile()), charts);
        write(
                "compare",
                new Comparison(List.of(
                                Runs.classifier("one", 1), Runs.classifier("two", 2), Runs.classifier("three", 3)))
                        .page(),
                charts);
        try (Browser browser = Browser.start(program.get(), Files.createDirectory(folder.resolve("profile")))) {
            for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
                browser.send(domain + ".enable", Map.of());
            }
            for (Map.Entry<String, Integer> page : charts.entrySet()) {
                for (int width : new int[] {1280, 390}) {
                    look(browser, page.getKey(), page.getValue(), width);
                }
            }
        }
    }

    private void write(String name, Page page, Map<String, Integer> charts) throws IOException {
        Files.writeString(folder.resolve(name + ".html"), page.html("test"));
        charts.put(
                name,
                page.sections().stream()
                        .mapToInt(section -> section.charts().size())
                        .sum());
    }

    private void look(Browser browser, String name, int charts, int width) throws Exception {
        browser.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        scheme(browser, "light");
        browser.send(
                "Page.navigate",
                Map.of("url", folder.resolve(name + ".html").toUri().toString()));
        browser.await("Page.loadEventFired");
        drawn(browser, name, charts, width, "light");
        // While the page is open, as systems do at dusk.
        scheme(browser, "dark");
        drawn(browser, name, charts, width, "dark");
        String what = name + " " + width;
        assertEquals(List.of(), browser.taken("Runtime.exceptionThrown"), what);
        assertEquals(List.of(), browser.taken("Runtime.consoleAPICalled"), what);
        assertEquals(List.of(), browser.taken("Log.entryAdded"), what);
        for (JsonNode request : browser.taken("Network.requestWillBeSent")) {
            assertEquals(
                    folder.resolve(name + ".html").toUri().toString(),
                    request.path("request").path("url").asText(),
                    what);
        }
        if (name.equals("hostile")) {
            assertEquals(
                    Runs.HOSTILE,
                    browser.value("document.querySelector('h1').textContent").asText());
            assertEquals(0, browser.value("document.images.length").asInt());
        }
    }

    private static void scheme(Browser browser, String scheme) {
        browser.send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static void drawn(Browser browser, String name, int charts, int width, String scheme) throws IOException {
        String what = name + " " + width + " " + scheme;
        JsonNode colours = browser.value(COLOURS);
        assertEquals(charts, colours.size(), what);
        for (JsonNode count : colours) {
            assertTrue(count.asInt() > 5, () -> what + ": colours of each chart " + colours);
        }
        int wide = browser.value("document.documentElement.scrollWidth").asInt();
        assertTrue(wide <= width, () -> what + ": the page is " + wide + " wide");
        int low = browser.value(
                        "Math.min(...[...document.querySelectorAll('.frame')].map(each => each.clientHeight), 999)")
                .asInt();
        assertTrue(low >= 150, () -> what + ": a chart is " + low + " high");
        double light = browser.value(
                        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((a, b) => +a + +b)")
                .asDouble();
        assertEquals(scheme.equals("light"), light > 384, what);
        if (!SCREENSHOTS.isEmpty()) {
            JsonNode shot = browser.send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
            Files.write(
                    Path.of(SCREENSHOTS, name + "-" + width + "-" + scheme + ".png"),
                    Base64.getDecoder().decode(shot.path("data").asText()));
        }
    }
}
