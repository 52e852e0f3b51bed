package io.elbo4j.spark.registry;

import java.util.List;
import java.util.Optional;

/**
 * All decisions at one moment.
 *
 * @param entries whole ones, in order
 * @param damaged names of files that are not
 * @param next number of the next entry
 */
public record Journal(List<Entry> entries, List<String> damaged, int next) {

    /** The version that serves; none before the first promotion. */
    public Optional<String> champion() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).champion()).filter(version -> !version.isEmpty());
    }

    /** Whether rows of this content were delivered before, whatever became of them. */
    public boolean knows(String contentHash) {
        return entries.stream().anyMatch(entry -> entry.contentHash().equals(contentHash));
    }

    /** Whether a batch of this address was delivered before. */
    public boolean knowsAddress(String batch) {
        return entries.stream().anyMatch(entry -> entry.batch().equals(batch));
    }

    /** Versions that were promoted, the newest first, each once. */
    public List<String> champions() {
        return java.util.stream.IntStream.range(0, entries.size())
                .mapToObj(i -> entries.get(entries.size() - 1 - i))
                .filter(entry -> entry.decision() == Decision.PROMOTED)
                .map(Entry::version)
                .distinct()
                .toList();
    }

    /** The lowest value that any promoted version had of a figure on these rows. */
    public Optional<Double> lowest(String figure, String gate) {
        return entries.stream()
                .filter(entry ->
                        entry.decision() == Decision.PROMOTED && entry.gate().equals(gate))
                .flatMap(entry -> Optional.ofNullable(entry.figures().get(figure)).stream())
                .min(Double::compare);
    }
}
