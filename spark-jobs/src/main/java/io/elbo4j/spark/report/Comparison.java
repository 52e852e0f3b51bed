package io.elbo4j.spark.report;

import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Runs side by side.
 *
 * @param runs two or more, with names of their own
 */
public record Comparison(List<RunRecord> runs) {

    private static final String ABSENT = "-";

    /**
     * Of these runs.
     *
     * @throws SpecException when there are fewer than two, or two of one name
     */
    public Comparison {
        runs = List.copyOf(runs);
        List<String> names = runs.stream().map(RunRecord::name).toList();
        if (runs.size() < 2 || Set.copyOf(names).size() < names.size()) {
            throw new SpecException(
                    "compare: not two runs or more: runs=" + names + "; give each of them once, two at least");
        }
    }

    /** Whether all were judged on the same rows; else none of their figures is better than another's. */
    boolean sameRows() {
        return runs.stream().map(RunRecord::judgedOn).distinct().count() == 1;
    }

    private List<String> notes() {
        return sameRows()
                ? List.of()
                : List.of(
                        "These runs were not judged on the same rows, so that no figure is marked as the better one.");
    }

    private List<String> columns(String first) {
        List<String> columns = new ArrayList<>(List.of(first));
        runs.forEach(run -> columns.add(run.name()));
        return columns;
    }

    /** Settings that are not the same in all runs. */
    Table settings() {
        List<Map<String, String>> shown =
                runs.stream().map(run -> run.settings().shown()).toList();
        Set<String> keys = new TreeSet<>();
        shown.forEach(each -> keys.addAll(each.keySet()));
        List<Table.Row> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> values = shown.stream()
                    .map(each -> RunReport.cut(each.getOrDefault(key, ABSENT)))
                    .toList();
            if (Set.copyOf(values).size() > 1) {
                rows.add(new Table.Row(
                        key,
                        values.stream()
                                .map(value -> new Table.Cell(value, false))
                                .toList()));
            }
        }
        return new Table("Settings that differ", columns("setting"), rows);
    }

    /** All metrics that are one number or word. */
    Table metrics() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.scalars().keySet()));
        boolean marked = sameRows();
        List<Table.Row> rows = new ArrayList<>();
        for (String name : names) {
            OptionalInt best =
                    Better.best(name, runs.stream().map(run -> run.metric(name)).toList());
            rows.add(new Table.Row(
                    name,
                    IntStream.range(0, runs.size())
                            .mapToObj(i -> new Table.Cell(
                                    text(runs.get(i), name), marked && best.isPresent() && best.getAsInt() == i))
                            .toList()));
        }
        return new Table("Figures", columns("metric"), rows);
    }

    private static String text(RunRecord run, String metric) {
        return run.metrics().has(metric) ? Numbers.text(run.metrics().get(metric)) : ABSENT;
    }

    /** For a terminal; {@code *} marks the better figure. */
    public String text() {
        StringBuilder text = new StringBuilder();
        notes().forEach(note -> text.append(note).append(System.lineSeparator()));
        Table settings = settings();
        if (!settings.rows().isEmpty()) {
            text.append(TextTable.of(settings)).append(System.lineSeparator());
        }
        return text.append(TextTable.of(metrics())).toString();
    }

    /** As a page, with curves laid over each other. */
    public Page page() {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.ofTables("Figures and settings", metrics(), settings()));
        sections.add(Section.ofCharts("Training", Curves.of(runs)));
        sections.add(Section.ofCharts("How far their predictions can be believed", PredictionCharts.of(runs)));
        sections.add(Section.ofCharts("Tasks", TaskCharts.of(runs)));
        return new Page(
                "Comparison of " + runs.size() + " runs",
                String.join(", ", runs.stream().map(RunRecord::name).toList()),
                notes(),
                List.of(),
                sections);
    }
}
