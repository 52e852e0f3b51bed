package io.elbo4j.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbo4j.spark.io.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of {@code history.jsonl}.
 *
 * @param rounds by the name of the figure: the rounds that have it
 * @param values in the order of these rounds
 */
record History(Map<String, List<Double>> rounds, Map<String, List<Double>> values) {

    /** A chart with more points is no clearer. */
    private static final int MOST_POINTS = 300;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * From the lines of the file.
     *
     * @param origin of the text, for errors
     * @throws DataException for a line that is not JSON
     */
    static History of(String text, String origin) {
        History history = new History(new LinkedHashMap<>(), new LinkedHashMap<>());
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                history.add(parsed(line, origin, number));
            }
        }
        return history;
    }

    private static JsonNode parsed(String line, String origin, int number) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new DataException("report: history cannot be read: file=" + origin + " line=" + number + " cause=\""
                    + e.getOriginalMessage() + "\"; the file was damaged after the run, take that line out");
        }
    }

    private void add(JsonNode line) {
        double round = line.path("round").asDouble(Double.NaN);
        line.properties().forEach(figure -> {
            if (figure.getValue().isNumber() && Double.isFinite(round)) {
                rounds.computeIfAbsent(figure.getKey(), none -> new ArrayList<>())
                        .add(round);
                values.computeIfAbsent(figure.getKey(), none -> new ArrayList<>())
                        .add(figure.getValue().asDouble());
            }
        });
    }

    /** How many rounds a figure is known of. */
    int count(String name) {
        return values.getOrDefault(name, List.of()).size();
    }

    /** Whether it takes more than one value. */
    boolean moves(String name) {
        List<Double> all = values.getOrDefault(name, List.of());
        return all.stream().anyMatch(each -> !each.equals(all.get(0)));
    }

    /** A figure over the rounds: where there are many every k-th point, with the first and the last. */
    Series series(String name, String title) {
        List<Double> x = rounds.getOrDefault(name, List.of());
        List<Double> y = values.getOrDefault(name, List.of());
        int stride = Math.max(1, (x.size() + MOST_POINTS - 1) / MOST_POINTS);
        List<Double> someX = new ArrayList<>();
        List<Double> someY = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            if (i % stride == 0 || i == x.size() - 1) {
                someX.add(x.get(i));
                someY.add(y.get(i));
            }
        }
        return new Series(title, Series.LINE, someX, someY);
    }
}
