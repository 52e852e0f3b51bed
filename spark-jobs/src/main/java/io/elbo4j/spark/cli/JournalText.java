package io.elbo4j.spark.cli;

import io.elbo4j.spark.registry.Entry;
import io.elbo4j.spark.registry.Journal;
import java.util.List;
import java.util.Locale;

/** Decisions for people to read. */
final class JournalText {

    private JournalText() {}

    /** One decision with its reasons and figures. */
    static String of(Entry entry) {
        StringBuilder text = new StringBuilder(line(entry)).append('\n');
        entry.reasons()
                .forEach(reason -> text.append("  because ").append(reason).append('\n'));
        entry.figures()
                .forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %-18s %.4f%n", name, value)));
        return text.toString();
    }

    /** A line for each. */
    static String of(Journal journal) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : journal.entries()) {
            text.append(line(entry)).append('\n');
            entry.reasons()
                    .forEach(reason ->
                            text.append("        because ").append(reason).append('\n'));
        }
        List<String> damaged = journal.damaged();
        damaged.forEach(
                name -> text.append("damaged, passed over: ").append(name).append('\n'));
        return text.append("champion: ")
                .append(journal.champion().orElse("none"))
                .append('\n')
                .toString();
    }

    private static String line(Entry entry) {
        String nll = entry.figures().containsKey("nll")
                ? String.format(Locale.ROOT, " nll=%.4f", entry.figures().get("nll"))
                : "";
        return String.format(
                Locale.ROOT,
                "%06d  %s  %-11s  %-16s  rows=%d%s  %s",
                entry.number(),
                entry.time(),
                entry.decision().text(),
                entry.version().isEmpty() ? "-" : entry.version(),
                entry.rows(),
                nll,
                entry.batch());
    }
}
