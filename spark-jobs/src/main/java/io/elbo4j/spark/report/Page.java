package io.elbo4j.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.samskivert.mustache.Mustache;
import io.elbo4j.codec.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page of charts and tables as one file. Whatever is put into the template is escaped; the charts' numbers stand in a block of
 * JSON that cannot end it; and the page's policy lets run only the two scripts that it was written with and nothing be loaded.
 *
 * @param title of the page
 * @param about it, in a line
 * @param notes what must be known before anything is believed
 * @param tiles the figures that are looked for first
 * @param sections top down
 */
public record Page(String title, String about, List<String> notes, List<Tile> tiles, List<Section> sections) {

    /** The version is part of the path, as in every WebJar. */
    private static final String LIBRARY = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A figure that is looked for first. */
    record Tile(String name, String value) {}

    public Page {
        notes = List.copyOf(notes);
        tiles = List.copyOf(tiles);
        sections = sections.stream().filter(section -> !section.isEmpty()).toList();
    }

    /**
     * The file.
     *
     * @param version of Elbo4j, for its last line
     */
    public String html(String version) {
        // Its last line tells browsers of a file that is not there.
        String library = resource(LIBRARY).replaceFirst("\n//# sourceMappingURL=.*\\s*$", "\n");
        String script = resource("page.js");
        String style = resource("page.css");
        List<Map<String, Object>> charts = new ArrayList<>();
        List<Map<String, Object>> filled = new ArrayList<>();
        for (Section section : sections) {
            filled.add(filled(section, "section" + filled.size(), charts));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("about", about);
        values.put("notes", notes);
        values.put("hasTiles", !tiles.isEmpty());
        values.put("tiles", tiles);
        values.put("sections", filled);
        values.put("footer", "Written by Elbo4j " + version + ". Drawn by Chart.js, which is part of this file.");
        values.put("charts", inScript(charts));
        values.put("library", library);
        values.put("script", script);
        values.put("style", style);
        values.put("libraryHash", hash(library));
        values.put("scriptHash", hash(script));
        values.put("styleHash", hash(style));
        return Mustache.compiler().compile(resource("page.mustache")).execute(values);
    }

    private static Map<String, Object> filled(Section section, String id, List<Map<String, Object>> charts) {
        List<Map<String, Object>> own = new ArrayList<>();
        for (Chart chart : section.charts()) {
            String canvas = "chart" + charts.size();
            charts.add(numbers(chart, canvas));
            own.add(Map.of(
                    "id", canvas,
                    "title", chart.title(),
                    "note", chart.note(),
                    "words", chart.words(),
                    "size", chart.size()));
        }
        return Map.of(
                "id",
                id,
                "title",
                section.title(),
                "hasCharts",
                !own.isEmpty(),
                "charts",
                own,
                "grids",
                section.grids(),
                "albums",
                section.albums(),
                "hasTables",
                !section.tables().isEmpty(),
                "tables",
                section.tables(),
                "texts",
                section.texts());
    }

    /** What {@code page.js} reads. */
    private static Map<String, Object> numbers(Chart chart, String id) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("id", id);
        numbers.put("xTitle", chart.x().title());
        numbers.put("xLog", chart.x().logarithmic());
        numbers.put("xLeast", chart.x().least());
        numbers.put("xMost", chart.x().most());
        numbers.put("yTitle", chart.y().title());
        numbers.put("yLog", chart.y().logarithmic());
        numbers.put("yLeast", chart.y().least());
        numbers.put("yMost", chart.y().most());
        numbers.put("labels", chart.labels());
        numbers.put("dashed", chart.dashed());
        numbers.put(
                "series",
                chart.series().stream()
                        .map(each -> Map.of(
                                "name", each.name(),
                                "style", each.style(),
                                "x", rounded(each.x()),
                                "y", rounded(each.y())))
                        .toList());
        numbers.put("width", chart.picture().width());
        numbers.put("height", chart.picture().height());
        numbers.put("cells", chart.picture().cells());
        numbers.put("most", Math.max(1, chart.picture().most()));
        return numbers;
    }

    /** JSON has no infinities; what is not finite is not drawn. */
    private static List<Object> rounded(List<Double> values) {
        List<Object> rounded = new ArrayList<>();
        for (double value : values) {
            rounded.add(Double.isFinite(value) ? Numbers.rounded(value) : NullNode.instance);
        }
        return rounded;
    }

    /** JSON without the signs that could end a script element: in JSON they occur within texts alone. */
    private static String inScript(Object value) {
        try {
            return JSON.writeValueAsString(value)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "page: numbers cannot be written: cause=" + e.getOriginalMessage() + "; this is a defect", e);
        }
    }

    private static String hash(String text) {
        return Base64.getEncoder().encodeToString(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("page: not in the jar: resource=" + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
