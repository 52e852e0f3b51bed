package io.elbo4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many values fell into each of B bins of equal width.
 *
 * @param name of what was counted
 * @param from lower end of the first bin
 * @param to upper end of the last bin
 * @param counts {@code [B]}; each bin has its lower end and not its upper one, and what lies outside is in the bin next to it
 */
public record Histogram(String name, double from, double to, List<Long> counts) {

    public Histogram {
        counts = List.copyOf(counts);
    }

    /**
     * Counts.
     *
     * @param values none of them NaN
     * @throws IllegalArgumentException when there is no bin, or no width
     */
    public static Histogram of(String name, double from, double to, int bins, double[] values) {
        if (bins < 1 || !(from < to)) {
            throw new IllegalArgumentException("histogram: no bins: name=" + name + " from=" + from + " to=" + to
                    + " bins=" + bins + "; give at least one bin of some width");
        }
        Long[] counts = new Long[bins];
        Arrays.fill(counts, 0L);
        for (double value : values) {
            int bin = (int) Math.floor((value - from) / (to - from) * bins);
            counts[Math.max(0, Math.min(bins - 1, bin))]++;
        }
        return new Histogram(name, from, to, Arrays.asList(counts));
    }

    /** How many values there were. */
    public long total() {
        return counts.stream().mapToLong(each -> each).sum();
    }

    /** Lower ends of the bins, and the upper end of the last: {@code [B + 1]}. */
    public List<Double> ends() {
        List<Double> ends = new ArrayList<>();
        for (int b = 0; b <= counts.size(); b++) {
            ends.add(from + (to - from) * b / counts.size());
        }
        return ends;
    }
}
